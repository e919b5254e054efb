"""Linking: what belongs together, because it shares an account, address or file.

Takes what reports say about people, devices, addresses and files; gives identifiers
in one comparable form, and links between reports that share one. What was sent stays
beside every normalized form, and an identifier that too many reports share links
nothing.
"""
