"""One document for each public client, with the habits of that client's writer."""

from datetime import UTC, datetime

import pytest

from tests.intake.documents import NOW
from tests.intake.samples import REPORTER, report, summary
from tipline.intake.profile import Profile
from tipline.intake.wire import read_report

XSI = (
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="https://report.cybertip.org/ispws/xsd"'
)
BARE = report().decode()
WITH_SCHEMA = BARE.replace("<report>", f"<report{XSI}>")


def indented(document):
    return document.replace("><", ">\n  <").replace("\n  </report>", "\n</report>")


CLIENTS = {
    "curl": (
        "text/xml; charset=utf-8",
        '<?xml version="1.0" encoding="UTF-8"?>\n' + indented(WITH_SCHEMA),
    ),
    "Nachtalb": (
        "text/xml; charset=utf-8",
        "<?xml version='1.0' encoding='utf-8'?>\n" + BARE,
    ),
    "Boostport": (
        "text/xml; charset=utf-8",
        BARE.replace("08:00:00Z", "08:00:00.445146536Z"),
    ),
    "cybertipline-tools": (
        "text/plain;charset=UTF-8",
        '<?xml version="1.0" encoding="UTF-8"?>'
        + report("<reportAnnotations></reportAnnotations>")
        .decode()
        .replace("<report>", f"<report{XSI}>"),
    ),
    "coop": (
        "text/xml",
        report(
            details="<internetDetails><webPageIncident/></internetDetails>",
            at="2026-10-15T08:00:00.000Z",
        ).decode(),
    ),
    "ello": (
        "text/xml; charset=utf-8",
        '<?xml version="1.0" encoding="UTF-8"?>\n' + indented(WITH_SCHEMA) + "\n",
    ),
    "LumeWeb": (
        "text/xml; charset=utf-8",
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + indented(
            BARE.replace(
                "<reporter>",
                "<internetDetails><webPageIncident><url>https://www.example.com/</url>"
                "</webPageIncident></internetDetails><reporter>",
            )
        ),
    ),
    "xf2-ncmec": (
        "text/xml; charset=utf-8",
        '<?xml version="1.0" encoding="utf-8"?>\r\n'
        + indented(WITH_SCHEMA).replace("\n", "\r\n"),
    ),
    "Fluxer": ('text/xml; charset="utf-8"', f'<?xml version="1.0"?>{WITH_SCHEMA}'),
    "NCMEC-Helper": (
        "application/xml",
        "\ufeff<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>" + BARE,
    ),
    "a client that says nothing": ("", BARE),
}


@pytest.mark.parametrize("name", CLIENTS)
def test_what_a_public_client_writes_is_read_without_a_word(name):
    content_type, body = CLIENTS[name]
    understood = read_report(
        body.encode(),
        content_type=content_type,
        profile=Profile.LENIENT,
        at=NOW,
        own_reports=lambda named: named,
    )
    assert understood.warnings == ()
    at = understood.document.incident_at.replace(microsecond=0)
    assert at == datetime(2026, 10, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("incident_type", "warned"),
    [
        ("Online Enticement of Children for Sexual Act", "incident-type.legacy"),
        ("Child Sexual Molestation (not by family member)", "incident-type.legacy"),
    ],
)
def test_the_misspelled_types_of_public_clients_are_read_with_a_word(
    incident_type, warned
):
    body = f"<report>{summary(incident_type=incident_type)}{REPORTER}</report>"
    understood = read_report(
        body.encode(),
        content_type="text/plain;charset=UTF-8",
        profile=Profile.LENIENT,
        at=NOW,
        own_reports=lambda named: named,
    )
    assert [warning.rule_id for warning in understood.warnings] == [warned]
