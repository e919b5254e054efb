"""Accounts, credentials, steps that need a person, and health."""
