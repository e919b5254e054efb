"""Learn what a picture is and what it looks like without ever trusting it.

Hostile media is how systems like this one get broken, so nothing outside this package
decodes a picture and nothing inside it does so in the caller's process:

    worker ── client.Decoder ──► zygote ──fork──► child in the jail ──► one JSON answer

The zygote loads Pillow once and forks a child per file; the child gives up every right
before it reads the first byte. See `jail` for the walls, `protocol` for what may pass
through them, `picture` for what happens inside, docs/decisions/0005-decoder-jail.md for
why it is built this way.

No Django here: the zygote must stay small and know no secret.
"""
