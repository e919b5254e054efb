"""Who may come in: organizations, their people, passkeys and credentials.

Accounts are made by invitation only. People sign in with a passkey; platforms' programs
with a name and a random password over HTTP Basic.
"""
