import pytest
from django.urls import reverse

from tests import cast, factories
from tipline.foundation.audit import queries
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db

AUDIT = reverse("operations:audit")
VERIFY = reverse("operations:verify-audit")


def audited(**wanted):
    """The number of such entries, which only the clearinghouse can read."""
    with acting(cast.STAGE):
        return Entry.objects.filter(**wanted).count()


@pytest.fixture
def report_id(exemplar):
    return factories.routed_report(exemplar)


def test_vera_finds_what_was_done_to_a_report(vera, report_id):
    page = vera.get(AUDIT, {"subject": f"report:{report_id}"})
    actions = [entry.action for entry in page.context["page"].entries]
    assert actions[0] == "report.made_available"
    assert actions[-1] == "report.opened"
    assert "report.assessed" in page.text


def test_vera_finds_what_somebody_did(vera, report_id):
    factories.browser_of(cast.ana()).get(reverse("console:report", args=[report_id]))
    page = vera.get(AUDIT, {"actor": f"person:{cast.ana().pk}"})
    (entry,) = page.context["page"].entries
    assert (entry.action, entry.subject) == ("report.read", f"report:{report_id}")


@pytest.mark.usefixtures("report_id")
def test_the_pages_of_the_audit_hold_every_entry_once():
    before, seen = "", []
    while True:
        with acting(cast.STAGE):
            page = queries.entries(queries.EntryFilters(), before=before, most=3)
        seen += [entry.pk for entry in page.entries]
        before = page.next_before
        if not before:
            break
    with acting(cast.STAGE):
        every = Entry.objects.order_by("-pk").values_list("pk", flat=True)
        assert seen == list(every)


@pytest.mark.usefixtures("report_id")
@pytest.mark.parametrize("before", ["nonsense", "²", "9" * 40])
def test_a_key_that_cannot_be_read_starts_with_the_newest(vera, before):
    page = vera.get(AUDIT, {"before": before})
    assert page.context["page"].entries


@pytest.mark.usefixtures("report_id")
def test_vera_verifies_the_chains(vera):
    page = vera.post(VERIFY)
    assert "The audit holds" in page.text
    assert page.context["verification"].entries >= 8
    assert audited(action="audit.verified", actor=f"person:{cast.vera().pk}") == 1


def test_nothing_fits(vera):
    assert "No entry fits" in vera.get(AUDIT, {"subject": "report:17"}).text


def test_others_do_not_see_the_audit(outsiders, omar):
    for browser in (*outsiders, omar):
        assert browser.get(AUDIT).status_code == 404
        assert browser.post(VERIFY).status_code == 404
    assert not audited(action="audit.verified")
