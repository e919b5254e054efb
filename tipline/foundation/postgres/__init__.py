"""A PostgreSQL of our own: found, initialized, started, watched and stopped.

Takes a data folder and gives a running server that listens on a unix socket only, with
the roles that the product needs. Uses the standard library alone, so that it works
before, and without, Django.
"""
