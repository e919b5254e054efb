"""Tipline: an open clearinghouse for reports of online child sexual exploitation."""
