"""Omar drafts where reports go, asks what it would have done, Olga puts it in force."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from tests import cast, factories
from tests.material import report_xml
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.referral import jobs, simulating
from tipline.referral.models import Jurisdiction, Referral, TableEdition

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"operations:{name}", args=args)


@pytest.fixture
def olga():
    return factories.browser_of(cast.olga())


@pytest.fixture
def queued(monkeypatch):
    """The simulations that wait, for the test to run as the worker does."""
    waiting = []
    monkeypatch.setattr(jobs, "begin", waiting.append)
    return waiting


def exported(browser, table="routing-rules"):
    return browser.get(address("export-routing", table)).text


def drafted(browser, content, *, table="routing-rules", reason="abstract reason"):
    sent = {"content": content, "reason": reason}
    return browser.post(address("draft-routing", table), sent)


def last_draft():
    with acting(cast.STAGE):
        return TableEdition.objects.order_by("pk").last()


def agencies_of(report_id):
    with acting(cast.STAGE):
        rows = Referral.objects.filter(report_id=report_id)
        return set(rows.values_list("agency__code", flat=True))


def test_a_rule_changes_by_two_people_who_saw_what_it_would_have_done(  # noqa: PLR0915 - one story
    *, omar, olga, queued, monkeypatch
):
    platform = cast.platform()
    moved = factories.routed_report(platform, report_xml(ip="192.0.2.7", user_id="u1"))
    stays = factories.routed_report(platform)
    # Kept from the agency of one of its people: so it is on paper, too.
    inside = report_xml(
        ip="171.64.64.64", user_id="u9", email="a@icac-ca-la.example.org"
    )
    assert agencies_of(factories.routed_report(platform, inside)) == {"US-FED"}
    new = exported(omar).replace("nowhere,any,any,US-FED", "nowhere,any,any,US-FED-2")

    tried = omar.post(
        address("draft-routing", "routing-rules"), {"content": new, "check": "yes"}
    )
    assert tried.status_code == 200
    assert "<del>US-FED</del>" in tried.text
    assert "<ins>US-FED-2</ins>" in tried.text
    assert last_draft().origin == "shipped"  # nothing is kept yet
    assert "Say in a sentence why" in drafted(omar, new, reason=" ").text

    page = omar.get(drafted(omar, new).url)
    draft = last_draft()
    assert "another operator must put it in force" in page.text
    assert address("activate-edition", draft.pk) not in page.text

    asked = omar.post(address("simulate", draft.pk), {"days": "30"})
    is_running(omar, asked.url, draft)
    monkeypatch.setattr(simulating, "AT_ONCE", 1)
    for simulation_id in queued:  # each turn queues the next, one report at a time
        jobs.simulate_routing.func(simulation_id=simulation_id)
    assert len(queued) == 4
    result = omar.get(asked.url)
    assert "Refresh" not in result.headers
    assert "Read again" not in result.text
    simulated = result.context["simulation"]
    assert simulated.counts == {"ICAC-MA": [1, 1], "US-FED": [2, 1], "US-FED-2": [0, 1]}
    assert (simulated.report_count, simulated.changed_count) == (3, 1)
    (row,) = csv.DictReader(
        io.StringIO(b"".join(omar.get(f"{asked.url}changed.csv")).decode())
    )
    assert row == {"report": str(moved), "before": "US-FED", "after": "US-FED-2"}
    assert agencies_of(moved) == {"US-FED"}  # nothing was sent

    own = omar.post(address("activate-edition", draft.pk))
    assert (own.status_code, "another operator" in own.text) == (409, True)
    assert olga.post(address("activate-edition", draft.pk)).status_code == 302
    later = factories.routed_report(platform, report_xml(ip="192.0.2.8", user_id="u2"))
    assert agencies_of(later) == {"US-FED-2"}
    with acting(cast.STAGE):
        used = Jurisdiction.objects.in_bulk([moved, later])
        assert used[later].rules_edition_id == draft.pk
        assert used[moved].rules_edition_id == draft.based_on_id
        said = Entry.objects.filter(subject=f"edition:{draft.pk}")
        actions = list(said.order_by("pk").values_list("action", flat=True))
    assert actions == [
        f"routing_table.{x}" for x in ("drafted", "simulated", "activated")
    ]
    assert agencies_of(stays) == {cast.LENAS_AGENCY}


def is_running(omar, page, draft):
    """No other begins, and its page reads itself again until it is told not to."""
    again = omar.post(address("simulate", draft.pk), {"days": "30"})
    assert "still running" in again.text
    running = omar.get(page)
    assert running.headers["Refresh"] == "5; url=?turn=1"
    assert "reads itself again every 5 seconds" in running.text
    assert 'href="?turn=60"' in running.text
    stopped = omar.get(page, {"turn": "60"})  # on its own, or by the link
    assert "Refresh" not in stopped.headers
    assert "Read again" in stopped.text


def test_drafts_that_would_undo_another_or_were_withdrawn_stay_out(omar, olga):
    text = exported(omar)
    for order in ("91", "92"):
        new = text.replace("90,nowhere", f"{order},nowhere")
        assert drafted(omar, new).status_code == 302
    second = last_draft()
    first = second.pk - 1
    with acting(cast.STAGE):
        first = TableEdition.objects.get(number=second.number - 1, table=second.table)
    assert olga.post(address("activate-edition", first.pk)).status_code == 302
    stale = olga.post(address("activate-edition", second.pk))
    assert (stale.status_code, "would be undone" in stale.text) == (409, True)
    olga.post(address("withdraw-edition", second.pk))
    gone = olga.post(address("activate-edition", second.pk))
    assert (gone.status_code, "no draft any more" in gone.text) == (409, True)


def test_an_agency_is_added_renamed_and_retired_by_its_line(omar, olga):
    text = exported(omar, "agencies").replace(
        "ICAC Task Force Ohio", "ICAC Task Force Ohio and Lakes"
    )
    today = timezone.now().date()
    text += f"CO-FED,Harbor Point desk,federal,US,,,,direct,{today},,,,,,\n"
    assert drafted(omar, text, table="agencies").status_code == 302
    olga.post(address("activate-edition", last_draft().pk))
    assert cast.agency("CO-FED").organization.name == "Harbor Point desk"
    assert cast.agency("ICAC-OH").organization.name == "ICAC Task Force Ohio and Lakes"

    before = today - timedelta(days=1)
    text = exported(omar, "agencies").replace(
        "icac,US,MA,yes,,direct,,", f"icac,US,MA,yes,,direct,,{before}"
    )
    refused = drafted(omar, text, table="agencies")
    assert refused.status_code == 302, "a state may be without: the fallback receives"
    olga.post(address("activate-edition", last_draft().pk))
    assert agencies_of(factories.routed_report(cast.platform())) == {"US-FED"}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("military,military", "military,always", "line 2: when is"),
        ("any,US-MIL", "any,US-NAVY", "line 2: send_to is"),
        ("10,military", "ten,military", "line 2: order is"),
        ("10,military", "10,military", "changes nothing"),
        ("order,rule", "a,b", "line 1: the columns must be"),
    ],
)
def test_a_table_with_a_mistake_is_refused_with_its_line_and_column(
    *, omar, old, new, problem
):
    answer = drafted(omar, exported(omar).replace(old, new))
    assert answer.status_code in {400, 409}
    assert problem in answer.text
    assert "<script" not in drafted(omar, "<script>alert(1)</script>").text.split(
        "<main"
    )[1].replace("&lt;script", "")


def test_editions_stay_as_they_are_whoever_writes_the_row(omar):
    drafted(omar, exported(omar).replace("90,nowhere", "91,nowhere"))
    draft = last_draft()
    own = {"activated_by": draft.made_by, "activated_at": timezone.now()}
    for change in ({"content": "x"}, {"reason": "x"}, own):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(cast.STAGE):
            TableEdition.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(cast.STAGE):
        draft.delete()


def test_a_table_that_the_settings_name_a_file_for_takes_no_drafts(
    omar, settings, tmp_path
):
    rules = tmp_path / "own-rules.csv"
    rules.write_text(exported(omar))
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
        update={"routing_rules_file": rules}
    )
    text = exported(omar).replace("90,nowhere", "91,nowhere")
    assert "Change that file" in drafted(omar, text).text
    assert "own-rules.csv" in omar.get(address("routing-table", "routing-rules")).text
