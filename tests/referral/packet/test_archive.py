import hashlib
import io
import json
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.referral.packet.packet_cast import (
    BARE,
    BYTES,
    DETAILS_XML,
    MATCHED_FILE,
    REPORT_XML,
    RICH,
    SILENT_FILE,
    VIEWED_FILE,
    WARRANT,
    digests,
)
from tipline.referral.packet.archive import ChangedContentError, packet_archive
from tipline.referral.packet.archive_names import entry_name
from tipline.referral.packet.file_gate import gate

HOSTILE_NAMES = [
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\x.exe",
    "..\\..\\x",
    "a/b",
    "nul",
    "CON",
    "x\x00.png",
    "\u202egpj.exe",
    ".",
    "..",
    "",
    "-rf",
    "é" * 300,
]


def in_pieces(file):
    content = BYTES[file.file_id]
    for start in range(0, len(content), 1000):
        yield content[start : start + 1000]


def archive_of(contents, open_file=in_pieces):
    return b"".join(packet_archive(contents, open_file))


def opened(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


def test_the_archive_holds_every_part_of_the_packet():
    number = RICH.report_id
    assert opened(archive_of(RICH)).namelist() == [
        "README.txt",
        f"report-{number}.pdf",
        f"report-{number}.json",
        f"report-{number}.xlsx",
        f"ip-events-{number}.csv",
        f"files-{number}.csv",
        f"vics-1.3-{number}.json",
        f"vics-2.0-{number}.json",
        f"custody-{number}.json",
        "verify_packet.py",
        "originals/001-report.xml",
        "originals/002-file-details.xml",
        "files/f-1.jpg",
        "SHA256SUMS",
    ]


def test_the_originals_come_back_byte_for_byte():
    archive = opened(archive_of(RICH))
    assert archive.read("originals/001-report.xml") == REPORT_XML
    assert archive.read("originals/002-file-details.xml") == DETAILS_XML
    assert json.loads(archive.read(f"report-{RICH.report_id}.json"))


def test_only_a_file_that_may_be_opened_is_ever_read():
    asked = []

    def watched(file):
        asked.append(file.file_id)
        return in_pieces(file)

    archive = opened(archive_of(RICH, watched))
    assert asked == ["f-1"]
    assert archive.read("files/f-1.jpg") == BYTES["f-1"]
    assert "f-2: NOT INCLUDED. Hash match only." in archive.read("README.txt").decode()


def test_a_legal_basis_lets_the_file_into_the_archive():
    verdict = gate(
        viewed_by_platform=False, publicly_available=None, legal_basis=WARRANT
    )
    allowed = replace(MATCHED_FILE, gate=verdict)
    before = opened(archive_of(replace(RICH, files=(MATCHED_FILE,))))
    after = opened(archive_of(replace(RICH, files=(allowed,))))
    assert "files/f-2.mp4" not in before.namelist()
    assert after.read("files/f-2.mp4") == BYTES["f-2"]


def test_the_sums_check_every_other_entry():
    archive = opened(archive_of(RICH))
    lines = archive.read("SHA256SUMS").decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert list(sums) == archive.namelist()[:-1]
    for name, digest in sums.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_the_same_contents_give_the_same_archive():
    assert archive_of(RICH) == archive_of(replace(RICH))


def test_another_moment_of_preparation_gives_another_archive():
    later = replace(RICH, prepared_at=RICH.prepared_at + timedelta(days=1))
    assert archive_of(RICH) != archive_of(later)
    assert opened(archive_of(later)).infolist()[0].date_time == (2026, 11, 21, 16, 0, 0)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_name_leads_out_of_the_folder(name):
    file = replace(
        VIEWED_FILE,
        file_id=name,
        file_name=name,
        original_file_name=name,
        media_type="image/png",
    )
    inside = entry_name(file)
    folder, _, base = inside.partition("/")
    assert folder == "files"
    assert inside.isascii()
    assert len(inside) < 100
    assert set(base) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."
    )
    assert base.count(".") == 1
    assert base.partition(".")[0].lower() not in {"", "con", "nul"}


def test_hostile_names_reach_no_entry_of_the_archive():
    file = replace(
        VIEWED_FILE,
        file_name="../x.exe",
        original_file_name="/etc/x.exe",
        media_type="text/html",
    )
    names = opened(archive_of(replace(RICH, files=(file,)))).namelist()
    assert "files/f-1.bin" in names
    assert not any("exe" in name or ".." in name for name in names)


def test_two_ids_that_look_alike_keep_their_own_entries():
    files = tuple(
        replace(VIEWED_FILE, file_id=file_id, **digests(b"x"))
        for file_id in ("a/b", "a_b", "A_B")
    )
    names = opened(archive_of(replace(RICH, files=files), lambda _: [b"x"])).namelist()[
        -4:-1
    ]
    assert names == ["files/a_b.jpg", "files/002-a_b.jpg", "files/003-A_B.jpg"]


def test_a_content_that_changed_breaks_the_archive_off():
    received = io.BytesIO()
    pieces = packet_archive(RICH, lambda _: [b"something else"])
    with pytest.raises(ChangedContentError) as refusal:
        received.writelines(pieces)
    assert received.tell() > 0
    assert refusal.value.code == "packet-content-changed"
    assert not zipfile.is_zipfile(received)


def test_a_large_file_is_never_whole_in_memory():
    piece, count = bytes(1 << 16), 1024
    digest = hashlib.sha256()
    for _ in range(count):
        digest.update(piece)
    file = replace(
        VIEWED_FILE, sha256=digest.hexdigest(), size_bytes=len(piece) * count
    )
    pieces = packet_archive(
        replace(BARE, files=(file,)), lambda _: (piece for _ in range(count))
    )
    sent = len(next(pieces))
    tracemalloc.start()
    try:
        sent += sum(map(len, pieces))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sent > file.size_bytes
    assert peak < file.size_bytes / 8


def test_a_client_that_hangs_up_closes_the_content():
    closed = []

    def watched(_file):
        try:
            while True:
                yield b"x"
        finally:
            closed.append(True)

    pieces = packet_archive(replace(BARE, files=(VIEWED_FILE,)), watched)
    for _ in range(12):
        next(pieces)
    pieces.close()
    del pieces
    assert closed == [True]


def test_a_report_without_files_says_so():
    note = opened(archive_of(BARE)).read("README.txt").decode()
    assert "The company uploaded no files." in note
    assert "the files that may be opened: 0 of 0" in note


def test_a_test_report_says_so_first():
    note = opened(archive_of(replace(BARE, is_test=True))).read("README.txt").decode()
    assert "TEST REPORT" in note
    assert "TEST REPORT" not in opened(archive_of(BARE)).read("README.txt").decode()
    assert SILENT_FILE.file_id not in note
