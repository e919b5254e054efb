"""The note at the top of the ZIP: what lies in it and what is missing on purpose."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tipline.referral.packet.contents import PacketContents, PacketFile
from tipline.referral.packet.sentence import as_told, in_words, unmarked
from tipline.referral.packet.wording import in_words_of, moment

WIDTH = 23


def readme(contents: PacketContents) -> bytes:
    """Write the note, with a line for each file that says why it is here or not."""
    with in_words_of(contents.prepared_for):
        text = "\n".join((*_head(contents), *_list(contents), *_files(contents), ""))
    return unmarked(text).encode("utf-8", errors="replace")


def _head(contents: PacketContents) -> Iterator[str]:
    yield _("REPORT %(number)s") % {"number": contents.report_id}
    yield ""
    platform = " ".join(as_told(contents.platform_name).split())
    yield f"{_('Reporting company')}: {platform}"
    yield f"{_('Received')}: {moment(contents.received_at)}"
    yield f"{_('Prepared for')}: {' '.join(contents.prepared_for.name.split())}"
    yield f"{_('Prepared')}: {moment(contents.prepared_at)}"
    yield ""
    yield _("For law enforcement only. A report is a lead and proves nothing.")
    if contents.is_test:
        yield _(
            "TEST REPORT: it describes no real incident and must not be acted upon."
        )
    yield ""


def _list(contents: PacketContents) -> Iterator[str]:
    number = contents.report_id
    yield _("What is in this archive")
    opened = sum(file.gate.may_open for file in contents.files)
    counts = {"opened": opened, "total": len(contents.files)}
    sums, verifier = "sha256sum -c SHA256SUMS", "python3 verify_packet.py PACKET.zip"
    words = {
        f"report-{number}.pdf": _("the report for people, sections A to D"),
        f"report-{number}.json": _("the same data for the tools that police use"),
        f"report-{number}.xlsx": _("people, IP events and files, a sheet each"),
        f"ip-events-{number}.csv": _("every IP event with the place it points at"),
        f"files-{number}.csv": _("every file with hashes, answers and matches"),
        f"vics-1.3-{number}.json": _("the files for forensic tools"),
        f"vics-2.0-{number}.json": _("the same for newer forensic tools"),
        **{each.name: _("a draft to edit and check") for each in contents.enclosures},
        "originals/": _("what the company sent, byte for byte"),
        "files/": _("the files that may be opened: %(opened)s of %(total)s") % counts,
        f"custody-{number}.json": _(
            "what happened to the report, each entry tied to the last"
        ),
        "SHA256SUMS": _("checks everything above: %(command)s") % {"command": sums},
        "SIGNATURE.json": _("the clearinghouse's signature of SHA256SUMS"),
        "verify_packet.py": _("checks all of that: %(command)s")
        % {"command": verifier},
    }
    for name, said in words.items():
        yield f"  {name:<{WIDTH}} {said}"
    yield ""


def _files(contents: PacketContents) -> Iterator[str]:
    yield _("Files")
    yield from map(_file, contents.files)
    if not contents.files:
        yield "  " + _("The company uploaded no files.")
    yield ""
    yield _(
        "Cells of the CSV files that a spreadsheet could take for a formula begin with"
        " an apostrophe; in the XLSX file they are marked as text. The JSON file and"
        " the originals hold such values as they were sent."
    )


def _file(file: PacketFile) -> str:
    verdict = _("included") if file.gate.may_open else _("NOT INCLUDED")
    return f"  {file.file_id}: {verdict}. {in_words(file.gate.title)}."
