"""How the reported files are called inside a packet: nothing comes from a sender."""

import re
from collections.abc import Iterator

from tipline.referral.packet.contents import PacketFile

# Extensions from what the content is, never from what it was called.
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/avif": "avif",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/x-msvideo": "avi",
    "video/x-matroska": "mkv",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "text/plain": "txt",
}
ANY_CONTENT = "bin"

# Windows refuses these as names of files, whatever their extension.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
LONGEST_NAME = 80


def safe(text: str) -> str:
    """Give a part of a name with letters, digits, `_` and `-` alone."""
    return UNSAFE.sub("_", text)[:LONGEST_NAME]


def entry_name(file: PacketFile) -> str:
    """Give the name of a file inside the ZIP; nothing of it comes from its sender."""
    stem = safe(file.file_id) or "_"
    if RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"files/{stem}.{EXTENSIONS.get(file.media_type or '', ANY_CONTENT)}"


def entries_of(files: tuple[PacketFile, ...]) -> Iterator[tuple[str, PacketFile]]:
    """Pair each file that may pass with a name that no other one has.

    Two ids can become one name, and some file systems do not tell cases apart.
    """
    taken: set[str] = set()
    for number, file in enumerate(files, 1):
        name = entry_name(file)
        if name.lower() in taken:
            name = name.replace("files/", f"files/{number:03}-", 1)
        taken.add(name.lower())
        if file.gate.may_open:
            yield name, file
