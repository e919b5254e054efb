"""What the operations templates need beyond Django's own tags."""
