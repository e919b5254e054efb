"""Tags of the templates that all portals share."""
