"""What a country's law makes no crime is held back, seen by Ana, and never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import cast, factories
from tests.material import picture, report_xml
from tests.review import stage
from tests.review.label_sets import csam
from tests.triage.senders import catch_up, send
from tipline import laws, pipeline
from tipline.alerting.models import Watch
from tipline.clearance.jobs import purge_cleared
from tipline.files.models import Content
from tipline.foundation.audit.models import Entry
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.referral import editions, jobs, withholding
from tipline.referral import services as referral
from tipline.referral.errors import NoAgencyLeftError
from tipline.referral.models import Exclusion, Jurisdiction, Referral, Withholding
from tipline.referral.national_filters import COLUMNS
from tipline.retention import services as retention
from tipline.retention.models import PurgeClock
from tipline.review.labels import Child, ContentType, Labels
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db
CSAM = "Child Pornography (possession, manufacture, and distribution)"
EXPLOITATIVE = Labels(content_type=ContentType.EXPLOITATIVE, children=(Child(),))
HEAD = ",".join(COLUMNS)


def address(name, *args):
    return reverse(f"operations:{name}", args=args)


def in_force(*lines):
    """Let Omar draft a table of national law, and Olga put it in force."""
    content = "\n".join([HEAD, *lines, ""])
    omar, olga = map(factories.browser_of, (cast.omar(), cast.olga()))
    sent = {"content": content, "reason": "abstract reason"}
    made = omar.post(address("draft-routing", "national-law"), sent)
    assert made.status_code == 302, made.text
    with acting(cast.STAGE):
        draft = editions.TableEdition.objects.order_by("pk").last()
    assert olga.post(address("activate-edition", draft.pk)).status_code == 302
    return omar.get(address("routing-table", "national-law")).text


def agencies_of(report_id):
    with acting(cast.STAGE):
        rows = Referral.objects.filter(report_id=report_id)
        return set(rows.values_list("agency__code", flat=True))


def rows(model, **wanted):
    with acting(cast.STAGE):
        return list(model.objects.filter(**wanted).order_by("pk"))


def said(report_id):
    entries = rows(Entry, subject=f"report:{report_id}")
    return [entry.action for entry in entries]


def test_a_kind_of_incident_that_is_no_crime_goes_elsewhere_or_waits(ana, outsiders):
    platform = cast.platform()
    page = in_force(
        f"no-such-offense,{cast.LENAS_AGENCY},any,enticement,any,,US-FED,90,,,"
        "An invented act names enticement alone",
        "hawaii,ICAC-HI,referrals,any,any,,hold,90,,,An invented act of Hawaii",
    )
    assert "An invented act names enticement alone" in page
    assert "what nobody receives is kept 90 days" in page
    wanted = factories.routed_report(platform)
    assert agencies_of(wanted) == {cast.LENAS_AGENCY}
    unwanted = factories.routed_report(platform, report_xml(incident_type=CSAM))
    assert agencies_of(unwanted) == {"US-FED"}
    (reason,) = (row.reason for row in rows(Referral, report_id=unwanted))
    assert reason.startswith(f"Receives what is held back from {cast.LENAS_AGENCY}. ")
    (held,) = rows(Withholding, report_id=unwanted)
    assert (held.ground, held.instead, held.keep_until) == (
        "incident",
        ["US-FED"],
        None,
    )
    (place,) = rows(Jurisdiction, pk=unwanted)
    assert place.filters_edition_id == held.edition_id

    page = ana.get(f"/console/reports/{unwanted}/").text
    for words in ("Held back by national law", "Its law has no such offense."):
        assert words in page
    listed = ana.get("/console/withheld/").text
    assert str(unwanted) in listed
    assert str(wanted) not in listed
    for browser in outsiders:
        assert browser.get("/console/withheld/").status_code in {403, 404}
    _send_after_all(ana, unwanted, held)


def _send_after_all(ana, unwanted, held):
    send_it = f"/console/withheld/{held.pk}/send"
    asked = ana.post(send_it, {"reason": " "}, follow=True)
    assert "Say in a sentence why" in asked.text
    ana.post(send_it, {"reason": "abstract reason"})
    assert agencies_of(unwanted) == {"US-FED", cast.LENAS_AGENCY}
    again = ana.post(send_it, {"reason": "abstract reason"}, follow=True)
    assert "not held back from this agency any more" in again.text
    pipeline.route_again(cast.STAGE, unwanted)  # what a person let go stays let go
    assert [row.ended_by != "" for row in rows(Withholding, report_id=unwanted)] == [
        True
    ]
    assert said(unwanted).count("report.withheld") == 1
    assert said(unwanted).count("report.let_go") == 1


def test_an_emergency_and_a_withdrawn_law_hold_nothing_back(ana):
    platform = cast.platform()
    line = f"act,{cast.LENAS_AGENCY},any,enticement,any,,hold,90,,,An invented act"
    in_force(line)
    told = report_xml(incident_type=CSAM, escalation="abstract danger")
    assert agencies_of(factories.routed_report(platform, told)) == {cast.LENAS_AGENCY}

    raised, other = (
        factories.routed_report(
            platform, report_xml(incident_type=CSAM, user_id=name, email="")
        )
        for name in ("u-7", "u-8")
    )
    assert agencies_of(raised) == agencies_of(other) == set()
    (clock,) = rows(PurgeClock, report_id=raised)
    (held,) = rows(Withholding, report_id=raised)
    assert clock.clearance_id is None
    assert clock.due_at == held.keep_until
    ana.post(f"/console/reports/{raised}/escalate", {"reason": "abstract danger"})
    assert agencies_of(raised) == {cast.LENAS_AGENCY}
    assert rows(PurgeClock, report_id=raised) == []
    (held,) = rows(Withholding, report_id=raised)
    assert "asked again" in held.end_reason
    assert said(raised).count("purge.clock_stopped") == 1

    in_force()  # an edition without lines
    laws.ask_laws_hourly.func(timestamp=0)
    laws.ask_laws.func()
    assert agencies_of(other) == {cast.LENAS_AGENCY}
    assert rows(Withholding, report_id=other, ended_at=None) == []


def test_only_a_person_who_says_so_lets_an_agency_have_what_is_held_back(ana):
    agency = cast.LENAS_AGENCY
    in_force(f"act,{agency},any,enticement,any,,hold,90,,,An invented act")
    sent = report_xml(incident_type=CSAM)
    held = factories.routed_report(cast.platform(), sent)
    code = {"exclude-code": agency, "exclude-reason": "abstract reason"}
    assert ana.post(f"/console/reports/{held}/place/exclude", code).status_code == 302
    with acting(cast.STAGE):
        kept_from = Exclusion.objects.get(report_id=held)
    admit = f"/console/exclusions/{kept_from.pk}/end"
    assert ana.post(admit, {"reason": "abstract reason"}).status_code == 302
    first, second = rows(Withholding, report_id=held)
    assert first.ended_by.startswith("person:")
    assert second.ended_at is None
    assert agency not in agencies_of(held)


def test_labels_hold_later_copies_back_until_people_say_otherwise():
    line = f"act,{cast.LENAS_AGENCY},any,any,csam age-undetermined,,hold,90,,,An act"
    in_force(line)
    sent = report_xml(incident_type=CSAM)
    first = send(sent, picture(31))
    assert agencies_of(first) == {cast.LENAS_AGENCY}  # nobody knows yet
    with acting(cast.STAGE):
        content = Content.objects.get(reportedfile__report_id=first)
    for person in (cast.ana(), cast.sven()):
        stage.say(person, content, EXPLOITATIVE)
    pipeline.follow_labels(cast.STAGE, [content.pk])
    catch_up()
    assert agencies_of(first) == {cast.LENAS_AGENCY}  # what it has stays
    second = send(sent, picture(31))
    assert agencies_of(second) == set()
    (held,) = rows(Withholding, report_id=second)
    assert held.ground == "material"

    stage.say(cast.sven(), content, csam())
    pipeline.follow_labels(cast.STAGE, [content.pk])
    catch_up()
    assert agencies_of(second) == {cast.LENAS_AGENCY}


def test_what_nobody_receives_is_destroyed_after_its_days_unless_somebody_has_it(
    monkeypatch,
):
    platform = cast.platform()
    line = f"act,{cast.LENAS_AGENCY},any,enticement,any,,hold,30,,,An invented act"
    in_force(line)
    long_ago = datetime.now(UTC) - timedelta(days=40)
    monkeypatch.setattr(pipeline, "_now", lambda: long_ago)
    sent = report_xml(incident_type=CSAM)
    gone, kept, had = (factories.routed_report(platform, sent) for _ in range(3))
    monkeypatch.undo()
    until = datetime.now(UTC) + timedelta(days=9)
    ana = cast.principal_of(cast.ana())
    said = {"kind": "preservation", "reason": "abstract", "ends_at": until}
    retention.place_hold(ana, kept, **said, at=datetime.now(UTC))
    with acting(cast.STAGE):
        Referral.objects.create(
            report_id=had,
            agency=cast.agency("US-FED"),
            reason="abstract reason",
            rule="handed-on",
            made_available_at=long_ago,
        )
    purge_cleared.func(timestamp=int(datetime.now(UTC).timestamp()))
    purged = {row.pk for row in rows(Report) if row.purged_at}
    assert purged == {gone}
    (clock,) = rows(PurgeClock, report_id=gone)
    assert clock.counts["files"] == 1
    laws.ask_laws.func()  # what was destroyed goes nowhere, and nobody is told of it
    pipeline.route_again(cast.STAGE, gone)
    assert agencies_of(gone) == set()
    listed = withholding.page(ana).rows
    assert {row.report_id for row in listed} == {kept, had}
    for row in (clock, *rows(Withholding, report_id=gone)):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(cast.STAGE):
            row.delete()


def test_what_another_law_keeps_for_longer_is_not_destroyed_before(monkeypatch):
    platform, now = cast.platform(), datetime.now(UTC)
    line = f"act,{cast.LENAS_AGENCY},any,enticement,any,,hold,30,,,An invented act"
    in_force(line)
    monkeypatch.setattr(pipeline, "_now", lambda: now - timedelta(days=40))
    sent = report_xml(incident_type=CSAM)
    held, excluded = (factories.routed_report(platform, sent) for _ in range(2))
    monkeypatch.undo()
    (first,) = rows(Withholding, report_id=held)
    until = now + timedelta(days=9)
    with acting(cast.STAGE):
        Withholding.objects.create(
            report_id=held,
            agency=cast.agency("US-FED"),
            filter="longer",
            ground=first.ground,
            reason="abstract reason",
            edition_id=first.edition_id,
            at=now,
            keep_until=until,
        )
        Referral.objects.create(
            report_id=excluded,
            agency=cast.agency("US-FED"),
            reason="abstract reason",
            rule="handed-on",
            made_available_at=now,
            is_excluded=True,  # it sees nothing, so it has nothing
        )
        with connection.cursor() as cursor:
            ask = "SELECT referral_is_on_hold(%s), referral_is_on_hold(%s)"
            cursor.execute(ask, [held, excluded])
            assert cursor.fetchone() == (False, True)
    purge_cleared.func(timestamp=int(now.timestamp()))
    assert {row.pk for row in rows(Report) if row.purged_at} == {excluded}
    retention.follow_withheld(cast.STAGE, held, at=now)
    (clock,) = rows(PurgeClock, report_id=held)
    assert clock.due_at == until


def test_a_routing_error_stops_no_level_and_no_other_report(ana, monkeypatch):
    platform = cast.platform()
    in_force(f"act,{cast.LENAS_AGENCY},any,enticement,any,,hold,90,,,An invented act")
    raised, assessed, other = (
        factories.routed_report(
            platform, report_xml(incident_type=CSAM, user_id=name, email="")
        )
        for name in ("u-7", "u-8", "u-9")
    )
    refer = referral.refer

    def broken(actor, report_id, *args, **more):
        if report_id != other:
            raise NoAgencyLeftError
        return refer(actor, report_id, *args, **more)

    monkeypatch.setattr(referral, "refer", broken)
    asked = {"reason": "abstract danger"}
    done = ana.post(f"/console/reports/{raised}/escalate", asked)
    assert done.status_code == 302
    assert [row.priority for row in rows(Standing, report_id=raised)] == ["1"]
    assert rows(Watch, report_id=raised, ended_at=None)
    pipeline.travel_again(assessed, steps=("assess",))
    catch_up()
    runs = rows(StepRun, subject_id=assessed)
    assert {run.step for run in runs if run.state == "failed"} == {"route"}
    assert [row.needs_person for row in rows(Standing, report_id=assessed)] == [True]

    in_force()
    laws.ask_laws.func()
    assert agencies_of(other) == {cast.LENAS_AGENCY}
    assert agencies_of(raised) == agencies_of(assessed) == set()
    monkeypatch.undo()
    catch_up()  # it is tried again
    assert agencies_of(raised) == {cast.LENAS_AGENCY}


def test_a_draft_of_the_law_is_simulated_on_past_reports(monkeypatch):
    waiting = []
    monkeypatch.setattr(jobs, "begin", waiting.append)
    platform = cast.platform()
    moved = factories.routed_report(platform, report_xml(incident_type=CSAM))
    factories.routed_report(platform)
    omar = factories.browser_of(cast.omar())
    line = f"act,{cast.LENAS_AGENCY},any,enticement,any,,hold,90,,,An invented act"
    sent = {"content": f"{HEAD}\n{line}\n", "reason": "abstract reason"}
    made = omar.post(address("draft-routing", "national-law"), sent)
    draft = int(made.url.rstrip("/").rpartition("/")[2])
    asked = omar.post(address("simulate", draft), {"days": "30"})
    jobs.simulate_routing.func(simulation_id=waiting[0])
    simulated = omar.get(asked.url).context["simulation"]
    assert simulated.counts == {cast.LENAS_AGENCY: [2, 1], "on-hold": [0, 1]}
    changed = b"".join(omar.get(f"{asked.url}changed.csv")).decode()
    assert f"{moved},{cast.LENAS_AGENCY},on-hold" in changed
    assert agencies_of(moved) == {cast.LENAS_AGENCY}
