"""Lists of known hashes: where they come from and what they hold."""
