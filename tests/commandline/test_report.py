"""An operator asks what is known of a report, in whatever state it is."""

from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tests import telephone_stage as stage
from tests.material import picture, report_xml
from tests.triage import senders
from tipline import pipeline, upkeep
from tipline.foundation.audit.models import Entry
from tipline.hashing.pdq import RECIPES
from tipline.triage import bundles
from tipline.triage import services as triage

pytestmark = pytest.mark.django_db

KEYS = {
    "id", "platform", "platform_id", "state", "is_test", "profile",
    "opened_at", "changed_at", "closed_at",
    "incident_type", "incident_at", "is_escalated", "is_batched",
    "document", "warnings", "files", "completeness",
    "priority", "risk", "reasons", "designation", "arm", "designation_fields",
    "needs_person", "assessments", "escalations",
    "incidents", "bundle", "left_bundles",
    "links", "location_evidence", "jurisdiction", "referrals", "steps",
    "receipt", "finish_answer", "origin", "call", "release",
}  # fmt: skip


def test_all_is_told_of_a_report_that_reached_its_agency(tipline):
    report_id = factories.routed_report(cast.platform())
    code, told = tipline("report", "show", str(report_id))
    assert code == 0
    assert set(told) == KEYS
    assert (told["id"], told["state"]) == (report_id, "finished")
    (file,) = told["files"]
    assert len(file["sha256"]) == 64
    assert file["inspection"]["outcome"] == "ok"
    assert [made["recipe"] for made in file["inspection"]["pdq"]] == list(RECIPES)
    assert all(made["quality"] > 50 for made in file["inspection"]["pdq"])
    assert 0 < told["completeness"]["score"] < 100
    assert told["priority"] == "2"
    assert "enticement" in {reason["rule"] for reason in told["reasons"]}
    assert (told["designation"], told["arm"]) == ("referral", None)
    assert (told["jurisdiction"]["country"], told["jurisdiction"]["state"]) == (
        "US",
        "MA",
    )
    assert told["location_evidence"][0]["source"]
    (referral,) = told["referrals"]
    assert referral["agency"] == cast.LENAS_AGENCY
    assert referral["first_opened_at"] is None
    assert {run["step"]: run["state"] for run in told["steps"]} == dict.fromkeys(
        pipeline.STEPS, "done"
    )
    assert told["receipt"]["answer"] == told["finish_answer"]


def test_reports_that_share_an_account_name_each_other(tipline):
    body = report_xml(user_id="u-shared")
    first = factories.routed_report(cast.platform(), body, files=1)
    second = factories.routed_report(cast.platform(), body, files=2)
    _, told = tipline("report", "show", str(second))
    assert first in {link["report_id"] for link in told["links"]}


def test_who_escalated_is_told_with_the_reason(tipline):
    reason = "A meeting is planned."
    body = report_xml(escalation=reason, user_id="u-escalated")
    report_id = factories.routed_report(cast.platform(), body)
    ana = cast.principal_of(cast.ana())
    triage.escalate(ana, report_id, reason="It is today.", at=datetime.now(UTC))
    _, told = tipline("report", "show", str(report_id))
    assert told["priority"] == "1"
    assert [(one["by"], one["reason"]) for one in told["escalations"]] == [
        ("Exemplar Chat", reason),
        (ana.actor, "It is today."),
    ]


def test_of_an_open_report_only_what_was_sent_is_known(tipline, said):
    report_id = factories.open_report(cast.platform())
    _, told = tipline("report", "show", str(report_id))
    assert set(told) == KEYS
    assert told["state"] == "open"
    assert told["document"]["incident_type"] == told["incident_type"]
    unknown = ("completeness", "priority", "designation", "jurisdiction", "receipt")
    assert {told[name] for name in unknown} == {None}
    assert (told["referrals"], told["steps"]) == ([], [])
    assert "not known" in said("report", "show", str(report_id))


def test_a_test_report_ends_with_its_receipt(tipline, said):
    platform = cast.platform(is_test=True)
    report_id = factories.open_report(platform)
    factories.finish(platform, report_id)
    _, told = tipline("report", "show", str(report_id))
    assert (told["is_test"], told["state"]) == (True, "finished")
    assert told["finish_answer"]
    assert told["priority"] is None
    assert "test credential" in said("report", "show", str(report_id))


def test_of_a_retracted_report_a_tombstone_is_left(tipline, said):
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id)
    upkeep.retract_report(platform.principal, report_id, at=datetime.now(UTC))
    _, told = tipline("report", "show", str(report_id))
    assert set(told) == KEYS
    assert (told["state"], told["document"]) == ("retracted", None)
    assert "retracted" in said("report", "show", str(report_id))


def test_of_a_call_all_is_told_that_was_typed_and_decided(tipline, said):
    child = {**stage.BOSTON, "child_first_name": "Bo"}
    report_id = stage.report(cast.ana(), danger="yes", child=child)
    code, told = tipline("report", "show", str(report_id))
    assert code == 0
    assert set(told) == KEYS
    assert (told["origin"], told["platform_id"]) == ("telephone", None)
    assert told["platform"] == "The public, by telephone"
    assert told["call"]["answers"]["child_first_name"] == "Bo"
    assert told["call"]["danger"]["is_confirmed"] is False
    assert told["release"]["needs_second_look"] is True
    assert [each["code"] for each in told["release"]["proposed"]] == ["ICAC-MA"]
    assert told["referrals"] == []
    assert "says the caller: unverified" in said("report", "show", str(report_id))


def test_a_person_can_read_it_too(said):
    report_id = factories.routed_report(cast.platform())
    told = said("report", "show", str(report_id))
    assert f"Report {report_id} of Exemplar Chat: finished" in told
    for part in ("Why this priority", "Missing", "SHA-256", "ICAC-MA", "US-MA"):
        assert part in told


def test_reading_is_noted(tipline):
    report_id = factories.open_report(cast.platform())
    tipline("report", "show", str(report_id))
    entry = Entry.objects.filter(subject=f"report:{report_id}").latest("position")
    assert (entry.action, entry.actor) == ("report.read", "system:command-line")


@pytest.mark.parametrize("report_id", ["17", str(2**63 - 1), str(2**80)])
def test_no_report_is_no_error_of_the_machine(tipline, report_id):
    code, refused = tipline("report", "show", report_id)
    assert (code, refused["error"]) == (1, "no-such-report")


def test_the_newest_reports_come_first(tipline, said):
    platform = cast.platform()
    opened = [factories.open_report(platform) for _ in range(3)]
    factories.finish(platform, opened[0])
    _, listed = tipline("report", "list", "--limit", "2")
    assert [one["id"] for one in listed] == opened[:0:-1]
    _, listed = tipline("report", "list", "--state", "finished", "--limit", "1")
    assert [one["id"] for one in listed] == opened[:1]
    assert str(opened[2]) in said("report", "list")


def test_a_bundled_report_is_told_with_both_counts_and_what_it_left(tipline, settings):
    settings.BUNDLE_LIMITS = senders.LIMITS
    batched = senders.body("b-1", "b-2", batched=True)
    report_id = senders.send(batched, picture(801), flags=senders.VIRAL)
    _, told = tipline("report", "show", str(report_id))
    assert told["incidents"] == 2
    assert (told["bundle"]["reports"], told["bundle"]["incidents"]) == (1, 2)
    assert told["left_bundles"] == []
    bundles.take_out(cast.STAGE, report_id, reason="abstract reason", at=cast.NOW)
    _, told = tipline("report", "show", str(report_id))
    assert told["bundle"] is None
    (left,) = told["left_bundles"]
    assert (left["because"], left["note"]) == (["taken-out"], "abstract reason")
