"""The hash sharing interface: what members of a list fetch, vote on and add."""
