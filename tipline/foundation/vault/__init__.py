"""Keep files encrypted, so that only who holds the keys can read them.

Takes bytes as they arrive, gives back a `StoredObject` for the caller's database row
once they are safely on disk, and later any part of them. Nothing is ever in clear on
disk or whole in memory, and no altered byte is ever given out.

The order that makes an answer trustworthy: stream, encrypt, fsync, publish under its
name, fsync the folder (all by `commit`); then the caller's one database transaction;
then the answer. The format and its reasons: docs/decisions/0003-file-encryption.md.
"""
