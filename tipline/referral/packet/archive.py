"""Everything in one ZIP, made as it is sent: no large file ever sits in memory.

All entries lie under names that we made, all bear the moment of preparation, and the
last one lists the SHA-256 of every other, so that the same contents give the same bytes
and anybody can check them with `sha256sum -c`.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import RawIOBase

from tipline.foundation.errors import ConflictError
from tipline.referral.packet.archive_names import entries_of, safe
from tipline.referral.packet.contents import PacketContents, PacketFile
from tipline.referral.packet.custody import custody_json
from tipline.referral.packet.parts import DOCUMENTS
from tipline.referral.packet.readme import readme
from tipline.referral.packet.signature import Signer
from tipline.referral.packet.wording import utc

VERIFIER = files("tipline.referral.packet") / "verify_packet.py"

OpenFile = Callable[[PacketFile], Iterable[bytes]]

PUBLIC_KINDS = frozenset({"answers", "question", "message"})
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
    contents: PacketContents, open_file: OpenFile, *, signer: Signer | None = None
) -> Iterator[bytes]:
    """Give the ZIP of the whole packet in pieces, as they are ready.

    `open_file` is called only for files whose gate lets them pass, in their order, and
    gives their bytes in pieces. Each content is checked against the stated SHA-256.
    `signer` signs the list of all hashes.

    Raises:
        ChangedContentError: a content differs from its hash. The ZIP then ends without
            its directory, and no program opens it.
    """
    outlet = _Outlet()
    sums: list[str] = []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for entry in _entries(contents, open_file):
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
        if signer:
            signature = signer.signature_of(manifest)
            archive.writestr(_info(contents, "SIGNATURE.json"), signature)
        yield outlet.taken()
    yield outlet.taken()


@dataclass(frozen=True)
class _Entry:
    """A name in the ZIP and its bytes; `file` is set where they are a reported file."""

    name: str
    pieces: Iterable[bytes]
    file: PacketFile | None = None


def _entries(contents: PacketContents, open_file: OpenFile) -> Iterator[_Entry]:
    number = contents.report_id
    yield _Entry("README.txt", (readme(contents),))
    for document in DOCUMENTS.values():
        yield _Entry(document.entry.format(number), (document.make(contents),))
    for enclosed in contents.enclosures:
        yield _Entry(enclosed.name, (enclosed.content,))
    yield _Entry(f"custody-{number}.json", (custody_json(contents),))
    yield _Entry("verify_packet.py", (VERIFIER.read_bytes(),))
    for at, original in enumerate(contents.originals, 1):
        ending = "json" if original.kind in PUBLIC_KINDS else "xml"
        name = f"originals/{at:03}-{safe(original.kind)}.{ending}"
        yield _Entry(name, (original.content,))
    for name, file in entries_of(contents.files):
        yield _Entry(name, open_file(file), file)


def _is_huge(file: PacketFile | None) -> bool:
    # The longer form is only for those who need it: old programs cannot read it.
    return file is not None and file.size_bytes >= zipfile.ZIP64_LIMIT


def _info(contents: PacketContents, name: str) -> zipfile.ZipInfo:
    at = utc(contents.prepared_at)
    info = zipfile.ZipInfo(name, (max(at.year, FIRST_YEAR), *at.timetuple()[1:6]))
    # Office documents are ZIPs: their directory, stored as it is, could pass for that
    # of a packet that broke off.
    is_zip = name.endswith((".docx", ".xlsx"))
    info.compress_type = zipfile.ZIP_DEFLATED if is_zip else zipfile.ZIP_STORED
    info.create_system = 3
    info.external_attr = PERMISSIONS
    return info
