"""A file's hashes against the lists: the hits, and why they are hits."""
