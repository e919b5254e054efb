"""Packets are encrypted to the key of their agency, if it has given one.

Takes an agency's public age key, checked by its fingerprint, and encrypts packets on
their way. Without a key a packet goes as it is, inside the connection's TLS.
"""
