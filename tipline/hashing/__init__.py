"""Compute and compare the hashes that a file is known by.

Takes bytes and pixels, gives MD5, SHA-1, SHA-256 and PDQ and the distances between
them. Pure functions on NumPy arrays: nothing here decodes a picture, reads a setting,
a clock or a database.
"""
