"""What happened to a report until the packet was made: numbered, each tied to the last.

An entry holds the SHA-256 of the one before it, so that none can be taken out, put in
or moved without a trace; the packet's signature covers the whole.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.wording import stamp

Json = dict[str, object]

NO_ENTRY = "0" * 64


def custody_json(contents: PacketContents) -> bytes:
    """Give the entries in the order of time, the first tied to nothing."""
    entries: list[Json] = []
    before = NO_ENTRY
    happened = sorted(_happened(contents), key=lambda each: each[0])
    for number, (at, event, by, about) in enumerate(happened, 1):
        entry: Json = {
            "number": number,
            "at": stamp(at),
            "event": event,
            "by": by,
            "about": about,
            "previous": before,
        }
        before = hashlib.sha256(canonical(entry)).hexdigest()
        entries.append(entry)
    return canonical({"report": contents.report_id, "entries": entries})


def canonical(value: Json) -> bytes:
    """Write JSON in the one way that its hash is of: sorted, without spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def _happened(contents: PacketContents) -> Iterator[tuple[datetime, str, str, str]]:
    platform = contents.platform_name
    yield contents.received_at, "report received", platform, ""
    for file in contents.files:
        about = f"{file.file_id}: SHA-256 {file.sha256}"
        yield contents.received_at, "file received", platform, about
        for seen in file.viewed_by_clearinghouse:
            about = f"{file.file_id}: {seen.basis}"
            yield seen.at, "file shown to our staff", seen.by, about
    if contents.finished_at:
        yield contents.finished_at, "report finished", platform, ""
    for each in contents.supplements:
        yield each.at, "report supplemented", each.by, f"supplement {each.number}"
    for delivery in contents.deliveries:
        yield (
            delivery.at,
            "made available",
            contents.clearinghouse_name,
            delivery.agency,
        )
    made_for = contents.prepared_for.name
    yield contents.prepared_at, "packet prepared", contents.prepared_by, made_for
