"""Everything in one ZIP, made as it is sent: no large file ever sits in memory.

All entries are stored uncompressed under names that we made, all bear the moment of
preparation, and the last one lists the SHA-256 of every other, so that the same
contents give the same bytes and anybody can check them with `sha256sum -c`.
"""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import RawIOBase

from tipline.foundation.errors import ConflictError
from tipline.referral.packet.contents import PacketContents, PacketFile
from tipline.referral.packet.pdf import Paper, packet_pdf
from tipline.referral.packet.police_json import packet_json
from tipline.referral.packet.readme import readme
from tipline.referral.packet.tables import files_csv, ip_events_csv
from tipline.referral.packet.wording import utc

OpenFile = Callable[[PacketFile], Iterable[bytes]]

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

# The first year that ZIP can write.
FIRST_YEAR = 1980

PERMISSIONS = 0o644 << 16


class ChangedContentError(ConflictError):
    """A file's bytes are not those whose hash the packet states."""

    code = "packet-content-changed"
    sentence = "The content of file %(file_id)s is not what was received."


class _Outlet(RawIOBase):
    """Where the ZIP is written to: keeps bytes only until they are taken."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(memoryview(data))  # type: ignore[arg-type]
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def packet_archive(
    contents: PacketContents, open_file: OpenFile, *, paper: Paper | None = None
) -> Iterator[bytes]:
    """Give the ZIP of the whole packet in pieces, as they are ready.

    `open_file` is called only for files whose gate lets them pass, in their order, and
    gives their bytes in pieces. Each content is checked against the stated SHA-256.

    Raises:
        ChangedContentError: a content differs from its hash. The ZIP then ends without
            its directory, and no program opens it.
    """
    outlet = _Outlet()
    sums: list[str] = []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for entry in _entries(contents, open_file, paper):
            info = _info(contents, entry.name)
            digest = hashlib.sha256()
            with archive.open(info, "w", force_zip64=_is_huge(entry.file)) as target:
                for piece in entry.pieces:
                    digest.update(piece)
                    target.write(piece)
                    yield outlet.taken()
            if entry.file and digest.hexdigest() != entry.file.sha256:
                raise ChangedContentError(file_id=entry.file.file_id)
            sums.append(f"{digest.hexdigest()}  {entry.name}\n")
        manifest = "".join(sums).encode()
        archive.writestr(_info(contents, "SHA256SUMS"), manifest)
        yield outlet.taken()
    yield outlet.taken()


def entry_name(file: PacketFile) -> str:
    """Give the name of a file inside the ZIP; nothing of it comes from its sender."""
    stem = UNSAFE.sub("_", file.file_id)[:LONGEST_NAME] or "_"
    if RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"files/{stem}.{EXTENSIONS.get(file.media_type or '', ANY_CONTENT)}"


@dataclass(frozen=True)
class _Entry:
    """A name in the ZIP and its bytes; `file` is set where they are a reported file."""

    name: str
    pieces: Iterable[bytes]
    file: PacketFile | None = None


def _entries(
    contents: PacketContents, open_file: OpenFile, paper: Paper | None
) -> Iterator[_Entry]:
    number = contents.report_id
    yield _Entry("README.txt", (readme(contents),))
    yield _Entry(f"report-{number}.pdf", (packet_pdf(contents, paper=paper),))
    yield _Entry(f"report-{number}.json", (packet_json(contents),))
    yield _Entry(f"ip-events-{number}.csv", (ip_events_csv(contents),))
    yield _Entry(f"files-{number}.csv", (files_csv(contents),))
    for at, original in enumerate(contents.originals, 1):
        ending = "json" if original.kind == "answers" else "xml"
        name = f"originals/{at:03}-{_safe(original.kind)}.{ending}"
        yield _Entry(name, (original.content,))
    for name, file in _opened(contents.files):
        yield _Entry(name, open_file(file), file)


def _is_huge(file: PacketFile | None) -> bool:
    # The longer form is only for those who need it: old programs cannot read it.
    return file is not None and file.size_bytes >= zipfile.ZIP64_LIMIT


def _safe(text: str) -> str:
    return UNSAFE.sub("_", text)[:LONGEST_NAME]


def _opened(files: tuple[PacketFile, ...]) -> Iterator[tuple[str, PacketFile]]:
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


def _info(contents: PacketContents, name: str) -> zipfile.ZipInfo:
    at = utc(contents.prepared_at)
    info = zipfile.ZipInfo(name, (max(at.year, FIRST_YEAR), *at.timetuple()[1:6]))
    info.compress_type = zipfile.ZIP_STORED
    info.create_system = 3
    info.external_attr = PERMISSIONS
    return info
