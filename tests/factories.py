"""Valid things, made through the services as the product makes them."""

import re
import time
from datetime import UTC, datetime

from django.test import Client

from tests import cast
from tests.material import FILE_DETAILS, picture, report_xml
from tipline import pipeline
from tipline.files import keeping
from tipline.files import services as files
from tipline.foundation.accounts.models import Person
from tipline.hashing.digests import DigestStream
from tipline.intake import services as intake
from tipline.intake.profile import Profile
from tipline.intake.wire import read_file_details, read_report
from tipline.portals.platforms.answers import report_done_response


def open_report(platform: cast.Platform, body: bytes | None = None) -> int:
    """Open a report; each is told from others by its user id."""
    body = body or report_xml(user_id=f"u-{time.monotonic_ns()}")
    at = datetime.now(UTC)
    read = read_report(
        body,
        content_type="text/xml",
        profile=Profile.LENIENT,
        at=at,
        own_reports=lambda named: named,
    )
    return intake.open_report(
        platform.principal,
        read.document,
        body=body,
        content_type="text/xml",
        profile=Profile.LENIENT,
        warnings=read.warnings,
        at=at,
    )


def add_file(
    platform: cast.Platform,
    report_id: int,
    content: bytes | None = None,
    *,
    flags: str = "",
    batched: bool = False,
) -> str:
    """Upload a file and describe it; `flags` is XML for the file details."""
    content = content if content is not None else picture(report_id % 2**32)
    context = f"platform:{platform.organization.pk}"
    writer = keeping.vault().begin(f"test-{time.monotonic_ns()}", context)
    writer.write(content)
    digests = DigestStream()
    digests.update(content)
    at = datetime.now(UTC)
    file = files.receive_file(
        platform.principal,
        report_id,
        file_name="holiday.jpg",
        digests=digests.result(),
        stored=keeping.to_row(writer.commit()),
        at=at,
    )
    body = FILE_DETAILS.format(report_id=report_id, file_id=file.file_id, flags=flags)
    if batched:  # whose file has no name of its own
        body = re.sub(r"<originalFileName>.*</originalFileName>", "", body)
    read = read_file_details(
        body.encode(),
        content_type="text/xml",
        profile=Profile.LENIENT,
        at=at,
        batched=batched,
    )
    files.describe_file(
        platform.principal,
        read.document,
        as_batched=batched,
        body=body.encode(),
        content_type="text/xml",
        profile=Profile.LENIENT,
        warnings=read.warnings,
        at=at,
    )
    return file.file_id


def finish(platform: cast.Platform, report_id: int) -> None:
    """Finish a report without running its journey."""
    pipeline.finish_report(
        platform.principal,
        report_id,
        answer_of=lambda file_ids: report_done_response(report_id, file_ids),
        at=datetime.now(UTC),
    )


def routed_report(
    platform: cast.Platform,
    body: bytes | None = None,
    *,
    files: int = 1,
    flags: str = "",
) -> int:
    """A finished report whose journey has run: assessed, linked and made available."""
    report_id = open_report(platform, body)
    for number in range(files):
        content = picture((report_id + number) % 2**32)
        add_file(platform, report_id, content, flags=flags)
    finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id


def browser_of(person: Person) -> Client:
    """A client whose session belongs to a person who has just used their passkey."""
    client = Client(headers={"host": "localhost"})
    session = client.session
    now = time.time()
    times = dict.fromkeys(("verified_at", "seen_at", "opened_at"), now)
    session.update({"person_id": person.pk, **times})
    session.save()
    client.cookies["tipline"] = str(session.session_key)
    return client
