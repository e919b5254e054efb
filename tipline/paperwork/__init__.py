"""Drafts that an officer would type by hand: first report, letters, legal process.

Takes a report's packet and an agency's own texts, and gives documents for a word
processor, each marked as a draft; keeps what was asked of whom, and until when.
"""
