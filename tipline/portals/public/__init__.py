"""The open side: what this place is, and the doors to it."""
