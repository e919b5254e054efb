"""The two stories that the product exists for, from a platform's server to an officer.

Every person, place name and text is invented or abstract.
"""

import io
import json
import zipfile

import pytest

from tests import material
from tests.stories.visitors import Platform, Visitor, arrived

MARYLAND, CAROLINA = "ICAC-MD", "ICAC-NC"
SOMEWHERE_IN_MARYLAND = "128.8.10.14"

ENTICEMENT = "Online Enticement of Children for Sexual Acts"
IMAGES = "Child Pornography (possession, manufacture, and distribution)"

CONVERSATION = """<report>
  <incidentSummary><incidentType>{incident}</incidentType>{escalation}
    <incidentDateTime>2026-11-20T12:00:00Z</incidentDateTime></incidentSummary>
  <internetDetails><chatImIncident><chatClient>Exemplar Chat</chatClient>
    <content>Abstract: a conversation about somebody's relative.</content>
  </chatImIncident></internetDetails>
  <reporter><reportingPerson><firstName>Tess</firstName><lastName>Trust</lastName>
    <email>safety@example.com</email></reportingPerson></reporter>
  <personOrUserReported>
    <personOrUserReportedPerson><email>{email}</email></personOrUserReportedPerson>
    <espIdentifier>{user_id}</espIdentifier><screenName>{name}</screenName>
    <ipCaptureEvent><ipAddress>{ip}</ipAddress><eventName>Upload</eventName>
      <dateTime>2026-11-20T11:00:00Z</dateTime></ipCaptureEvent>
  </personOrUserReported></report>"""

TIP = """<report>
  <incidentSummary><incidentType>{incident}</incidentType>
    <incidentDateTime>2026-11-19T09:00:00Z</incidentDateTime></incidentSummary>
  <reporter><reportingPerson><firstName>Hal</firstName><lastName>Hotline</lastName>
    <email>desk@example.org</email></reportingPerson></reporter>
  <personOrUserReported>
    <personOrUserReportedPerson><firstName>Robin</firstName><lastName>Sample</lastName>
      <phone countryCallingCode="+1">919-555-0142</phone>
      <address><city>Raleigh</city><state>NC</state><country>US</country></address>
    </personOrUserReportedPerson>
    <screenName>{name}</screenName>
    <additionalInfo>Abstract: worked at a school; may still have access to children.
    </additionalInfo></personOrUserReported></report>"""


def conversation(number, *, incident=IMAGES, escalation="", email="gray@example.net"):
    reason = f"<escalateToHighPriority>{escalation}</escalateToHighPriority>"
    return CONVERSATION.format(
        incident=incident,
        escalation=reason if escalation else "",
        email=email,
        user_id=f"story-{number}",
        name=f"gray_heron_{number}",
        ip=SOMEWHERE_IN_MARYLAND,
    )


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Exemplar Chat") as platform:
        yield platform


@pytest.fixture(scope="module")
def hotline(product):
    with Platform(product, "Example Hotline") as platform:
        yield platform


@pytest.fixture(scope="module")
def ana(product):
    with Visitor(product, "analyst") as visitor:
        yield visitor


def officer(product, agency):
    return Visitor(product, "officer", agency=agency)


def linked(shown):
    return {link["report_id"] for link in shown["links"]}


def escalate(analyst, report_id, reason):
    page = f"/console/reports/{report_id}/"
    done = analyst.press(page, f"{page}escalate", reason=reason)
    assert reason in done.text


def packet(visitor, report_id):
    page = f"/agency/reports/{report_id}/"
    answer = visitor.press(page, f"{page}packet/zip")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def police_json(archive):
    (name,) = [n for n in archive.namelist() if n.endswith(".json") and "report" in n]
    return json.loads(archive.read(name).decode("utf-8-sig"))


def assert_whole_packet(visitor, report_id, pictures):
    with packet(visitor, report_id) as archive:
        assert any(name.endswith(".pdf") for name in archive.namelist())
        assert str(police_json(archive)["reportId"]) == str(report_id)
        held = [archive.read(name) for name in archive.namelist()]
    assert all(picture in held for picture in pictures)
    assert "SHA-256" in visitor.look(f"/agency/reports/{report_id}/")


def test_many_reports_on_one_person_reach_the_task_force_as_one(product, chat, ana):
    earlier = [chat.report(conversation(number)) for number in (1, 2)]
    unknown = [material.picture(seed) for seed in (901, 902)]
    first = chat.report(conversation(3, incident=ENTICEMENT), *unknown)
    shown = arrived(product, first)
    assert linked(shown) >= set(earlier)
    assert shown["priority"] != "1"

    assert str(first) in ana.look("/console/")
    page = ana.look(f"/console/reports/{first}/")
    assert "a conversation about somebody&#x27;s relative" in page
    assert all(str(other) in page for other in earlier)
    escalate(ana, first, "Several reports tell of the same person and of children.")
    assert arrived(product, first)["priority"] == "1"

    why = "Abstract: several accounts, several children."
    second = chat.report(conversation(4, incident=ENTICEMENT, escalation=why))
    shown = arrived(product, second)
    assert shown["priority"] == "1"
    assert linked(shown) >= {first, *earlier}
    assert [referral["agency"] for referral in shown["referrals"]] == [MARYLAND]

    with officer(product, MARYLAND) as lena:
        queue = lena.look("/agency/")
        assert str(first) in queue
        assert str(second) in queue
        assert_whole_packet(lena, first, unknown)

    with officer(product, CAROLINA) as zed:
        assert str(first) not in zed.look("/agency/")
        zed.look(f"/agency/reports/{first}/", status=404)


def test_a_tip_from_the_public_reaches_the_task_force_of_a_southern_state(
    product, hotline, ana
):
    report_id = hotline.report(TIP.format(incident=IMAGES, name="robin_s_42"))
    shown = arrived(product, report_id)
    assert [referral["agency"] for referral in shown["referrals"]] == [CAROLINA]

    page = ana.look(f"/console/reports/{report_id}/")
    assert "Robin" in page
    assert "robin_s_42" in page
    escalate(ana, report_id, "A profile with the same name and number shows children.")
    assert arrived(product, report_id)["priority"] == "1"

    with officer(product, CAROLINA) as officer_there:
        assert str(report_id) in officer_there.look("/agency/")
        assert "Robin" in officer_there.look(f"/agency/reports/{report_id}/")
        with packet(officer_there, report_id) as archive:
            assert "robin_s_42" in json.dumps(police_json(archive))
