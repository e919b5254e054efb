"""Why the decoder cannot be used at all.

What is wrong with a *file* is never raised: it is an `Inspection` whose outcome is
"refused" or "killed".
"""

from tipline.foundation.errors import InvalidRequestError, UnavailableError


class NoWorkingJailError(UnavailableError):
    """Neither Landlock nor seccomp holds here, so nothing will be decoded."""

    code = "no-working-jail"
    sentence = (
        "Pictures cannot be inspected: neither Landlock nor seccomp works on this"
        " machine. %(detail)s"
    )


class DecoderDiedError(UnavailableError):
    """The decoder went away in the middle of a file; asking again is safe."""

    code = "decoder-died"
    sentence = "The decoder went away while it inspected a file. Try again."


class SlowSourceError(UnavailableError):
    """The bytes came too slowly to be inspected; the file itself is not to blame."""

    code = "slow-source"
    sentence = "The stored file could not be read fast enough. Try again."


class FileSizeMismatchError(InvalidRequestError):
    """The bytes handed in are not as many as was announced."""

    code = "file-size-mismatch"
    sentence = "The file was said to have %(announced)s bytes, but %(received)s came."
