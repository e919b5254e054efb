"""Analysts and hash lists: propose from a report, vote blind, challenge."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from tests import cast, factories
from tests.hashlist import stage
from tests.viewing.conftest import _jails  # noqa: F401 - those of the gateway end
from tests.viewing.evidence import VIEWED, looks
from tipline.files import queries as files
from tipline.foundation.policy.scope import acting
from tipline.hashlist import errors, queries, reviewing
from tipline.matching import proposing
from tipline.matching import services as matching
from tipline.viewing.models import Viewing

pytestmark = pytest.mark.django_db
LOOK = {"sight": "viewed-original", "statement": "Opened it in the viewer"}


@pytest.fixture
def own():
    return stage.new_list()


def reported_file():
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    (file,) = files.files_of(cast.STAGE, report_id)
    return report_id, file.file_id


def proposed_from_a_report(own):
    """Propose a file that the three who decide have looked at."""
    report_id, file_id = reported_file()
    for person in (cast.ana(), cast.sven(), cast.mira()):
        looks(person, report_id, file_id)
    page = reverse("console:propose", args=[report_id, file_id])
    ana = factories.browser_of(cast.ana())
    assert "You were shown it clear and whole" in ana.get(page).content.decode()
    sent = {"hash_list": own.pk, "classification": "A1", **LOOK}
    return ana.post(page, sent, follow=True), page


def vote(person, **said):
    browser = factories.browser_of(person)
    page = browser.get(reverse("console:next-review"), follow=True)
    assert "Vote" in page.content.decode()
    sent = {"vote": "concur", "reason": "", **LOOK, **said}
    return browser.post(page.redirect_chain[-1][0], sent, follow=True)


def test_a_reported_file_is_listed_by_three_people_through_their_pages(own):
    page, _ = proposed_from_a_report(own)
    assert "Two more people must agree" in page.content.decode()
    for person in (cast.sven(), cast.mira()):
        assert "Your vote is kept" in vote(person).content.decode()
    (item,) = queries.items_of(cast.STAGE, own.pk).items
    assert item.state == "active"
    assert {e.algorithm for e in item.entries.all()} == {
        "md5",
        "sha1",
        "sha256",
        "pdq",
    }
    browser = factories.browser_of(cast.ana())
    page = browser.get(reverse("console:item", args=[item.pk])).content.decode()
    assert "It makes hits and is in the feeds." in page
    assert "three people of the clearinghouse agreed" in page
    for name in ("Ana", "Sven", "Mira"):
        assert name in page


def asked(person, page, **said):
    """Propose, or vote, and give the answer."""
    return factories.browser_of(person).post(page, said, follow=True)


@pytest.mark.parametrize("leave_after", [None, 0])
def test_who_votes_on_a_file_that_is_here_was_shown_all_of_it(own, leave_after):
    report_id, file_id = reported_file()
    page = reverse("console:propose", args=[report_id, file_id])
    wish = {"hash_list": own.pk, "classification": "A1"}
    looks(cast.sven(), report_id, file_id)
    if leave_after is not None:
        looks(cast.ana(), report_id, file_id, leave_after=leave_after)
    refused = asked(cast.ana(), page, **wish, **LOOK)
    assert refused.status_code == 409
    assert "Look at the file before you vote" in refused.content.decode()
    for there in ("data-veil-url", 'data-key="h"', "console/review"):
        assert there in refused.content.decode()
    assert "Shown 2 times" not in refused.content.decode()  # nor who else was
    assert not queries.items_of(cast.STAGE, own.pk).items
    looks(cast.ana(), report_id, file_id)
    assert asked(cast.ana(), page, **wish, statement="").status_code == 200
    (item,) = queries.items_of(cast.STAGE, own.pk).items
    assert vote(cast.sven()).status_code == 200
    assert vote(cast.mira()).status_code == 409
    looks(cast.mira(), report_id, file_id)
    assert vote(cast.mira()).status_code == 200
    around = reverse("console:item", args=[item.pk])
    shown = factories.browser_of(cast.ana()).get(around).content.decode()
    assert shown.count("was shown the whole file here") == 3


def test_the_database_takes_no_look_that_was_anothers_or_at_another_file(own):
    report_id, file_id = reported_file()
    looks(cast.sven(), report_id, file_id)
    (seen,) = viewings_of(cast.sven())
    wrong = ((cast.ana(), (report_id, file_id)), (cast.sven(), reported_file()))
    for person, at_what in wrong:
        who = cast.principal_of(person)
        file = proposing.proposable(who, *at_what)
        look = reviewing.Look(sight="served", statement="", viewing_id=seen.pk)
        with (
            pytest.raises(ProgrammingError, match="No such look"),
            transaction.atomic(),
        ):
            proposing.propose_file(
                who, file, list_id=own.pk, classification="", look=look, at=stage.NOW
            )


def viewings_of(person):
    with acting(cast.STAGE):
        rows = Viewing.objects.filter(person=person, variant="clear")
        return list(rows)


def test_a_reviewer_is_told_nothing_of_the_votes_before(own):
    proposed_from_a_report(own)
    page = factories.browser_of(cast.sven()).get(
        reverse("console:next-review"), follow=True
    )
    text = page.content.decode()
    assert "Ana" not in text
    assert "You are not told who else voted" in text
    item_id = page.context["proposal"].item_id
    item = factories.browser_of(cast.sven()).get(
        reverse("console:item", args=[item_id])
    )
    assert "Ana" not in item.content.decode()
    assert f"person:{cast.ana().pk}" not in item.content.decode()


def test_who_proposed_is_not_asked_again_and_finds_no_way_to_vote(own):
    proposed_from_a_report(own)
    ana = factories.browser_of(cast.ana())
    page = ana.get(reverse("console:next-review"))
    assert "Nothing waits for you" in page.content.decode()


def test_a_dissent_needs_a_reason_and_stops_it(own):
    proposed_from_a_report(own)
    refused = vote(cast.sven(), vote="dissent")
    assert refused.status_code == 400
    assert "Say why." in refused.content.decode()
    vote(cast.sven(), vote="dissent", reason="This is an adult.")
    (item,) = queries.items_of(cast.STAGE, own.pk).items
    assert item.state == "withdrawn"
    browser = factories.browser_of(cast.ana())
    page = browser.get(reverse("console:item", args=[item.pk])).content.decode()
    assert "This is an adult." in page


def test_the_same_file_is_not_proposed_twice(own):
    _, page = proposed_from_a_report(own)
    browser = factories.browser_of(cast.sven())
    sent = {"hash_list": own.pk, "classification": "A1", **LOOK}
    again = browser.post(page, sent)
    assert again.status_code == 409
    assert "on the list already" in again.content.decode()


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("console:change-item", cast.ana),
        ("console:withdraw-item", cast.sven),
    ],
)
def test_an_analyst_takes_an_item_off_with_a_reason(own, page, who):
    item = stage.listed(own)
    browser = factories.browser_of(who())
    what = ["challenge"] if page == "console:change-item" else []
    page = reverse(page, args=[item.pk, *what])
    assert browser.post(page, {"reason": ""}).status_code == 400
    done = browser.post(page, {"reason": "Not this one."}, follow=True)
    assert "It makes no hits and is in no feed." in done.content.decode()


def test_withdrawing_for_good_is_a_seniors_with_a_passkey_used_just_now(own):
    item = stage.listed(own)
    page = reverse("console:withdraw-item", args=[item.pk])
    junior = factories.browser_of(cast.ana())
    assert junior.get(page).status_code == 404
    assert junior.post(page, {"reason": "Not this one."}).status_code == 404
    around = reverse("console:item", args=[item.pk])
    assert page not in junior.get(around).content.decode()
    senior = factories.browser_of(cast.sven())
    assert page in senior.get(around).content.decode()
    session = senior.session
    session["verified_at"] -= 3600
    session.save()
    asked = senior.post(page, {"reason": "Not this one."})
    assert asked.headers["Location"].startswith("/confirm/")
    assert queries.is_item_live(cast.STAGE, item.pk)
    with pytest.raises(errors.NotSeniorEnoughError):
        reviewing.withdraw(
            cast.principal_of(cast.ana()), item.pk, reason="No.", at=stage.NOW
        )


@pytest.mark.parametrize(
    ("what", "more"),
    [("reclassify", {"classification": "B2"}), ("move", {"classification": "B1"})],
)
def test_an_analyst_proposes_another_class_or_list(own, what, more):
    item = stage.listed(own)
    target = stage.new_list("exploitative", "Exploitative")
    browser = factories.browser_of(cast.ana())
    page = reverse("console:change-item", args=[item.pk, what])
    sent = {"target": target.pk, **more, **LOOK}
    done = browser.post(page, sent, follow=True)
    assert "Two more people must agree." in done.content.decode()
    sven = factories.browser_of(cast.sven())
    asked = sven.get(reverse("console:next-review"), follow=True).content.decode()
    assert "now A1" in " ".join(asked.split())
    for person in (cast.sven(), cast.mira()):
        vote(person)
    found = queries.items_of(cast.STAGE, target.pk if what == "move" else own.pk)
    assert found.items[0].classification == more["classification"]


def test_lists_and_their_items_are_paged_and_narrowed(own):
    for number in range(3):
        stage.listed(own, f"file {number}")
    stage.propose(own, "another file")
    browser = factories.browser_of(cast.ana())
    page = browser.get(reverse("console:lists")).content.decode()
    assert "Apparent CSAM" in page
    address = reverse("console:list", args=[own.pk])
    assert len(browser.get(address).context["page"].items) == 4
    narrowed = browser.get(address, {"state": "proposed"})
    assert len(narrowed.context["page"].items) == 1
    assert browser.get(address, {"state": "nonsense"}).status_code == 404


def test_a_hit_on_a_report_says_who_listed_it_when_on_what_basis(own):
    page, _ = proposed_from_a_report(own)
    for person in (cast.sven(), cast.mira()):
        vote(person)
    (item,) = queries.items_of(cast.STAGE, own.pk).items
    report_id = item.origin["report_id"]
    matching.match_report(cast.STAGE, report_id, at=stage.NOW)
    browser = factories.browser_of(cast.ana())
    page = browser.get(reverse("console:report", args=[report_id])).content.decode()
    assert "three people of the clearinghouse agreed" in page
    assert reverse("console:item", args=[item.pk]) in page
