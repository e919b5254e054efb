"""Ana says where a network is, where a report belongs, and who must not see it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from tests import cast, factories
from tests.material import report_xml
from tipline.alerting.models import Alarm
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.referral import corrections
from tipline.referral.models import (
    Agency,
    Jurisdiction,
    LocationEvidence,
    PlaceCorrection,
    Referral,
)

pytestmark = pytest.mark.django_db
MIT = "18.9.22.69"


def address(name, *args):
    return reverse(f"console:{name}", args=args)


def agencies_of(report_id):
    with acting(cast.STAGE):
        rows = Referral.objects.filter(report_id=report_id, is_excluded=False)
        return set(rows.values_list("agency__code", flat=True))


def routed(platform, user, **said):
    return factories.routed_report(platform, report_xml(user_id=user, **said))


def corrected(browser, report_id, **said):
    fields = {"network": "18.9.22.0/24", "days": "30", "reason": "a provider's answer"}
    sent = {f"correct-{name}": value for name, value in {**fields, **said}.items()}
    return browser.post(address("correct-network", report_id), sent)


def test_a_correction_holds_until_it_is_withdrawn(ana, exemplar):  # noqa: PLR0915 - one story
    first = routed(exemplar, "u1", ip=MIT)
    assert agencies_of(first) == {cast.LENAS_AGENCY}
    page = ana.get(address("place", first))
    assert "?network=18.9.22.0/24#correct" in page.text.replace("%2F", "/")

    for wrong in (
        {"network": "10.0.0.0/8"},
        {"network": "<script>"},
        {"country": "ZZ"},
        {"country": "US", "state": "ZZ"},
        {"country": "US", "kind": "vpn"},
        {"country": "US", "state": "OH", "reason": " "},
        {"days": "100000", "country": "US"},
    ):
        refused = corrected(ana, first, **wrong)
        assert refused.status_code == 400, wrong
        assert "form__error" in refused.text or "notice--danger" in refused.text
    assert corrected(ana, first, country="US", state="oh").status_code == 302
    # What an agency has stays with it; the right one has it, too.
    assert agencies_of(first) == {cast.LENAS_AGENCY, "ICAC-OH"}
    later = routed(exemplar, "u2", ip="18.9.22.70")
    beside = routed(exemplar, "u3", ip="18.9.23.70")
    assert agencies_of(later) == {"ICAC-OH"}
    assert agencies_of(beside) == {cast.LENAS_AGENCY}
    with acting(cast.STAGE):
        said = PlaceCorrection.objects.get()
        evidence = LocationEvidence.objects.get(report_id=later)
    assert evidence.data_source == f"correction {said.pk} of 18.9.22.0/24"
    over = timezone.now() + timedelta(days=31)
    assert corrections.covering(cast.STAGE, "18.9.22.70", at=over) is None

    # A smaller network inside it counts for itself, also as one that hides people.
    assert (
        corrected(ana, first, network="18.9.22.128/25", kind="vpn").status_code == 302
    )
    assert agencies_of(routed(exemplar, "u4", ip="18.9.22.200")) == {"US-FED"}
    assert agencies_of(routed(exemplar, "u5", ip="18.9.22.7")) == {"ICAC-OH"}

    listed = ana.get(address("corrections"))
    assert listed.text.count("Withdraw<") == 2
    ana.post(address("withdraw-correction", said.pk))
    assert agencies_of(routed(exemplar, "u6", ip="18.9.22.8")) == {cast.LENAS_AGENCY}
    again = ana.post(address("withdraw-correction", said.pk), follow=True)
    assert "holds no more" in again.text
    with acting(cast.STAGE):
        actions = Entry.objects.filter(subject=f"correction:{said.pk}")
        assert set(actions.values_list("action", flat=True)) == {
            "network.corrected",
            "network.correction_withdrawn",
        }
    with pytest.raises(DatabaseError), transaction.atomic(), acting(cast.STAGE):
        PlaceCorrection.objects.filter(pk=said.pk).update(country="DE")


def test_what_stands_in_a_data_center_is_marked_and_counts_for_less(ana, exemplar):
    report_id = routed(exemplar, "u1", ip="5.9.1.1")
    with acting(cast.STAGE):
        evidence = LocationEvidence.objects.get(report_id=report_id)
    assert (evidence.network_kind, evidence.confidence) == ("hosting", 0.3)
    assert "AS24940 Hetzner" in evidence.detail
    assert "hosting" in ana.get(address("place", report_id)).text


def test_the_machines_place_and_the_decided_one_are_two(ana, exemplar):
    report_id = routed(exemplar, "u1", ip=MIT)
    decide = address("decide-place", report_id)
    assert ana.post(decide, {"decide-country": "US"}).status_code == 400
    said = {"decide-country": "SE", "decide-reason": "the school is named"}
    assert ana.post(decide, said).status_code == 302
    with acting(cast.STAGE):
        place = Jurisdiction.objects.get(report_id=report_id)
    assert (place.resolved_country, place.resolved_state) == ("US", "MA")
    assert (place.country, place.state) == ("SE", "")
    assert place.decided_by == f"person:{cast.ana().pk}"
    assert agencies_of(report_id) == {cast.LENAS_AGENCY, "EUROPOL", "DESK-SE"}
    page = ana.get(address("place", report_id)).text
    assert "jurisdiction, decided by a person" in page
    assert "the school is named" in page


def lenas_view(report_id):
    """What Lena's agency reaches of a report, past all our code."""
    with acting(cast.principal_of(cast.lena())):
        return (
            Report.objects.filter(pk=report_id).count()
            + Referral.objects.filter(report_id=report_id).count()
            + LocationEvidence.objects.filter(report_id=report_id).count()
        )


def test_a_suspect_inside_the_agency_sends_the_report_elsewhere(exemplar):
    lena = factories.browser_of(cast.lena())
    mail = "somebody@mail.icac-ma.example.org"
    report_id = routed(exemplar, "u1", ip=MIT, email=mail)
    assert agencies_of(report_id) == {"US-FED"}
    assert lenas_view(report_id) == 0
    assert lena.get(reverse("agencies:report", args=[report_id])).status_code == 404
    with acting(cast.STAGE):
        reason = Referral.objects.get(report_id=report_id).reason
    assert "ICAC-MA" not in reason
    assert "in the place of another agency" in reason
    # Not even a hand-written row gets past the database.
    with pytest.raises(DatabaseError), transaction.atomic(), acting(cast.STAGE):
        Referral.objects.create(
            report_id=report_id,
            agency=Agency.objects.get(code=cast.LENAS_AGENCY),
            reason="x",
            rule="x",
            made_available_at=timezone.now(),
        )


def test_an_analyst_hides_what_an_agency_has_and_shows_it_again(ana, exemplar):
    lena = factories.browser_of(cast.lena())
    body = report_xml(escalation="a meeting tonight", user_id="u1", ip=MIT)
    report_id = factories.routed_report(exemplar, body)
    shown = reverse("agencies:report", args=[report_id])
    assert lena.get(shown).status_code == 200
    assert ringing(cast.LENAS_AGENCY) == 1

    exclude = address("exclude-agency", report_id)
    unknown = {"exclude-code": "NOBODY", "exclude-reason": "x"}
    assert "No agency has the code" in ana.post(exclude, unknown).text
    said = {"exclude-code": "icac-ma", "exclude-reason": "works there"}
    assert ana.post(exclude, said).status_code == 302
    assert ana.post(exclude, said).status_code == 400
    assert (lena.get(shown).status_code, lenas_view(report_id)) == (404, 0)
    assert str(report_id) not in lena.get(reverse("agencies:queue")).text
    assert (ringing(cast.LENAS_AGENCY), agencies_of(report_id)) == (0, {"US-FED"})
    page = ana.get(address("place", report_id))
    assert "sees nothing of it" in page.text

    (exclusion,) = page.context["exclusions"]
    admit = address("admit-agency", exclusion.pk)
    assert "Say in a sentence" in ana.post(admit, follow=True).text
    ana.post(admit, {"reason": "another of the name"})
    assert lena.get(shown).status_code == 200
    assert agencies_of(report_id) == {"US-FED", cast.LENAS_AGENCY}


def ringing(code):
    with acting(cast.STAGE):
        rows = Alarm.objects.filter(organization__agency__code=code, ended_at=None)
        return rows.exclude(next_at=None).count()


def test_nobody_carries_a_report_on_to_an_agency_that_it_is_kept_from(ana, exemplar):
    """The attaché had it for a desk; then a suspect turns out to work there."""
    report_id = routed(exemplar, "u1", ip="192.0.2.7")
    said = {"decide-country": "AZ", "decide-reason": "a school is named"}
    assert ana.post(address("decide-place", report_id), said).status_code == 302

    def carrying():
        with acting(cast.STAGE):
            rows = Referral.objects.filter(report_id=report_id)
            return rows.get(agency__code="US-ATTACHE").reason

    before = carrying()
    assert "Carries the report to DESK-AZ. AZ (incident)" in before
    said = {"exclude-code": "DESK-AZ", "exclude-reason": "works there"}
    ana.post(address("exclude-agency", report_id), said)
    assert carrying() == before.replace(
        "Carries the report to DESK-AZ.",
        "No longer carries the report to the desk of this place.",
    )
    page = ana.get(address("place", report_id))
    (exclusion,) = page.context["exclusions"]
    ana.post(address("admit-agency", exclusion.pk), {"reason": "another of the name"})
    assert carrying() == before
