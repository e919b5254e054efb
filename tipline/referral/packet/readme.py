"""The note at the top of the ZIP: what lies in it and what is missing on purpose."""

from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.wording import moment

TEXT = """\
REPORT %(number)s

Reporting company   %(platform)s
Received            %(received)s
Prepared for        %(agency)s
Prepared            %(prepared)s

For law enforcement only. A report is a lead and proves nothing.%(test)s

What is in this archive
  report-%(number)s.pdf        the report for people, sections A to D
  report-%(number)s.json       the same data for the tools that police use
  ip-events-%(number)s.csv     every IP event with the place it points at
  files-%(number)s.csv         every file with hashes, answers and matches
  originals/              what the company sent, byte for byte
  files/                  the files that may be opened: %(opened)s of %(total)s
  SHA256SUMS              checks everything above: sha256sum -c SHA256SUMS

Files
%(files)s
Cells of the CSV files that a spreadsheet could take for a formula begin with an
apostrophe. The JSON file and the originals hold such values as they were sent.
"""

TEST = "\nTEST REPORT: it describes no real incident and must not be acted upon."
NO_FILES = "  The company uploaded no files.\n"


def readme(contents: PacketContents) -> bytes:
    """Write the note, with a line for each file that says why it is here or not."""
    lines = "".join(
        f"  {file.file_id}: {'included' if file.gate.may_open else 'NOT INCLUDED'}. "
        f"{file.gate.title}.\n"
        for file in contents.files
    )
    text = TEXT % {
        "number": contents.report_id,
        "platform": " ".join(contents.platform_name.split()),
        "received": moment(contents.received_at),
        "agency": " ".join(contents.prepared_for.name.split()),
        "prepared": moment(contents.prepared_at),
        "test": TEST if contents.is_test else "",
        "opened": sum(file.gate.may_open for file in contents.files),
        "total": len(contents.files),
        "files": lines or NO_FILES,
    }
    return text.encode("utf-8", errors="replace")
