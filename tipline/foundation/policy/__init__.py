"""Who may do what: principals, the registry of actions, and row-level security."""
