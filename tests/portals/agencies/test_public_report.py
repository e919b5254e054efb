"""An officer sees at once that a person told this, and how far it was checked."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests import cast, factories
from tests import telephone_stage as stage
from tests.referral.packet.pdf_text import running_text, squeezed
from tests.triage import form_senders
from tipline import telephone
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.referral.packet.parts import Part
from tipline.referral.packets import receive_packet

pytestmark = pytest.mark.django_db
SAID = {
    "incident": {"kind": "enticement", "what": "Messages about a planned meeting."},
    "person": {"access": "family", "person_screen_name": "tin_owl"},
    "reporter": {"told_by": "parent", "reporter_first_name": "Fay"},
}


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


def released(*, danger="no", kind=CheckKind.SECOND_PERSON):
    cast.lena()
    report_id = stage.report(cast.ana(), danger=danger, **SAID)
    at = datetime.now(UTC)
    sven = cast.principal_of(cast.sven())
    if danger == "yes":
        telephone.check_danger(
            sven,
            report_id,
            kind=kind,
            outcome=CheckOutcome.CONFIRMED,
            note="Sven's own words.",
            at=at,
        )
    proposals = stage.proposals_of(report_id)
    telephone.release(sven, report_id, proposals=proposals, at=at)
    return report_id


def page_of(browser, report_id):
    return browser.get(reverse("agencies:report", args=[report_id])).text


def download(report_id, part):
    person = cast.lena()
    prepared = receive_packet(
        cast.principal_of(person),
        person,
        report_id,
        part=part,
        at=datetime.now(UTC),
        clock=lambda: datetime.now(UTC),
    )
    return b"".join(prepared.pieces)


def test_lena_reads_that_a_caller_told_it_and_that_nobody_verified_it(lena):
    report_id = released()
    queue = lena.get(reverse("agencies:queue")).text
    assert "Public, by telephone" in queue
    page = page_of(lena, report_id)
    assert "Reported by a member of the public on the telephone" in page
    assert "unverified" in page
    assert "Messages about a planned meeting." in page
    assert "Family or friend of the family" in page
    assert "As the platform reported it" not in page
    assert "The call began" in page


def test_lena_reads_how_a_danger_was_confirmed_and_not_by_whom(lena):
    page = page_of(lena, released(danger="yes"))
    assert "danger confirmed" in page
    assert "A second person of the clearinghouse judged it credible." in page
    assert "Sven" not in page


def test_what_was_not_released_is_not_there(lena):
    report_id = stage.report(cast.ana())
    answer = lena.get(reverse("agencies:report", args=[report_id]))
    assert answer.status_code == 404


def test_the_packet_says_it_on_its_first_page_and_in_its_sections():
    paper = running_text(download(released(danger="yes"), Part.PDF))
    assert squeezed("by telephone: danger confirmed") in paper
    assert squeezed("Messages about a planned meeting.") in paper
    assert squeezed("Access to the child") in paper
    assert squeezed("A second member of staff judged it credible.") in paper
    assert squeezed("Not Provided by Company") not in paper
    assert squeezed("Terms of service") not in paper


def test_the_packet_of_a_calm_report_says_unverified():
    assert squeezed("by telephone: unverified") in running_text(
        download(released(), Part.PDF)
    )


def test_police_tools_find_what_only_a_caller_tells():
    packet = json.loads(download(released(danger="yes"), Part.JSON))
    told = packet["tipline"]["publicReport"]
    assert told["isVerified"] is False
    assert told["dangerNow"] == "yes"
    assert told["dangerIsConfirmed"] is True
    assert [check["kind"] for check in told["dangerChecks"]] == ["second-person"]
    assert told["accessToChild"] == "family"
    assert told["releasedAt"]
    assert packet["reportedInformation"]["victims"]["victims"]


def test_the_answers_as_typed_are_among_the_originals():
    report_id = released()
    with zipfile.ZipFile(io.BytesIO(download(report_id, Part.ARCHIVE))) as packet:
        names = [name for name in packet.namelist() if "originals/" in name]
        kept = [json.loads(packet.read(name)) for name in names]
    assert names
    assert all(name.endswith("-answers.json") for name in names)
    said = {key: value for each in kept for key, value in each["answers"].items()}
    assert said["what"] == SAID["incident"]["what"]


def written() -> int:
    """Give a report by the form that names a danger, confirmed by two and released."""
    cast.lena()
    at = datetime.now(UTC)
    answers = {name: text for each in SAID.values() for name, text in each.items()}
    answers |= {**stage.BOSTON, "access": "unknown", "language": "en"}
    report_id = form_senders.report({**answers, "danger_now": "yes"}, at=at)
    checks = [(cast.sven(), CheckKind.SECOND_PERSON), (cast.ana(), CheckKind.CALL_BACK)]
    for person, kind in checks:
        telephone.check_danger(
            cast.principal_of(person),
            report_id,
            kind=kind,
            outcome=CheckOutcome.CONFIRMED,
            note="",
            at=at,
        )
    proposals = stage.proposals_of(report_id)
    telephone.release(
        cast.principal_of(cast.sven()), report_id, proposals=proposals, at=at
    )
    return report_id


def test_nobody_who_wrote_in_the_form_is_called_a_caller(lena):
    report_id = written()
    page = page_of(lena, report_id)
    for said in (
        "Written by a member of the public in the form on the web",
        "As the person wrote it in the form",
        "What the form asked",
        "Language of the person who reports",
        "The person who reports does not know",
        "Who reports, if they wrote so",
        "What the person writes",
        "The person was called and confirmed it.",
        "A person of the clearinghouse judged it credible.",
    ):
        assert said in page
    paper = running_text(download(report_id, Part.PDF))
    for said in (
        "by the form: danger confirmed",
        "Reporting person, if they wrote who they are",
        "What the form asked",
        "The reporting person does not know",
        "The reporting person was called and confirmed it.",
        "A member of staff judged it credible.",
        "(Not answered in the form)",
    ):
        assert squeezed(said) in paper
    for text in (page, paper):
        assert "caller" not in text.lower()
    told = json.loads(download(report_id, Part.JSON))["tipline"]["publicReport"]
    assert told["formBegan"]
    assert (told["formBrokeOff"], told["callBegan"], told["callBrokeOff"]) == (
        False,
        None,
        None,
    )
