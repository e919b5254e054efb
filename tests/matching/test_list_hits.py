"""A list that suddenly hits too often is held back until somebody looked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import (
    alarms,
    auditing,
    feed,
    hit_watch,
    queries,
    services,
    sharing,
)
from tipline.hashlist.flood import FloodLimits, list_hits_too_often
from tipline.hashlist.hit_watch import HourOfHits
from tipline.hashlist.models import HashList
from tipline.hashlist.states import ListKind
from tipline.matching import services as matching
from tipline.matching.asking import is_near
from tipline.matching.list_hits import count_hits

pytestmark = pytest.mark.django_db
LIMITS = FloodLimits(list_hits_least=3, list_hits_times=10)


def loaded(content=b"a known file", **more):
    """Give a list that knows a file."""
    of = stage.prints(content.decode())
    lines = [f"{each.algorithm},{each.value}" for each in of[:1]]
    made = services.load_list(
        cast.STAGE, lines, name="Partner", meaning="known", at=stage.NOW, **more
    )
    return made.list_id


def hit(content=b"a known file"):
    """Give how many hits a new report with the file makes."""
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    return matching.match_report(cast.STAGE, report_id, at=datetime.now(UTC))


def watched(limits=LIMITS):
    at = datetime.now(UTC)
    count_hits(cast.STAGE, at=at)
    return hit_watch.watch_lists(cast.STAGE, limits, at=at)


def test_a_list_that_suddenly_hits_is_held_back_and_its_feed_stays():
    list_id = loaded()
    chat, _ = stage.join(queries.hash_list(cast.STAGE, list_id))
    assert [hit(), hit()] == [1, 1]
    assert watched() == 0
    assert hit() == 1
    assert watched() == 1
    assert hit() == 0
    (alarm,) = alarms.alarms(cast.STAGE)
    assert (alarm.kind, alarm.list_name) == ("list", "Partner")
    access = sharing.access_to(chat.principal, "partner")
    kept = feed.changes(chat.principal, access).items
    assert len(kept) == 21
    assert not any(one.is_deleted for one in kept)
    omar = factories.browser_of(cast.omar())
    page = omar.get(reverse("operations:lists")).content.decode()
    assert "suddenly hits too often" in page
    release = reverse("operations:change-list", args=[list_id, "release"])
    assert release in page
    omar.post(release)
    assert alarms.alarms(cast.STAGE) == []
    assert hit() == 1
    # What was looked at is no flood again.
    assert watched(LIMITS.model_copy(update={"list_hits_least": 4})) == 0


def test_a_list_of_often_seen_material_may_hit():
    loaded(is_viral=True)
    assert [hit() for _ in range(4)] == [1] * 4
    assert watched() == 0


def test_what_is_usual_for_a_list_is_no_flood():
    list_id = loaded()
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    past = [
        HourOfHits(list_id=list_id, hour=now - timedelta(days=day), number=1)
        for day in range(2, 20)
    ]
    hit_watch.note_hits(cast.STAGE, past)
    assert [hit() for _ in range(4)] == [1] * 4
    assert watched() == 0
    assert watched(LIMITS.model_copy(update={"list_hits_times": 2})) == 1


def test_a_quarantined_list_can_be_audited_and_answers_no_question_with_yes():
    own = stage.new_list(ListKind.CSAM)
    stage.listed(own, pdq="0f" * 32)
    with acting(cast.STAGE):
        HashList.objects.filter(pk=own.pk).update(quarantined_at=stage.NOW)
    ilse = cast.ilse()
    drawn = auditing.begin_audit(
        cast.STAGE, own, organization=ilse.organization, number=None, at=stage.NOW
    )
    assert drawn.population == 1
    chat, _ = stage.join(own)
    access = sharing.access_to(chat.principal, own.slug)
    assert not is_near(chat.principal, access, value="0f" * 32, at=stage.NOW)


@pytest.mark.parametrize(
    ("today", "usual", "is_flood"),
    [
        (4_999, 0, False),
        (5_000, 0, True),
        (5_000, 500, False),
        (5_001, 500, True),
        (60_000, 7_000, False),
    ],
)
def test_a_flood_of_hits_is_many_and_many_more_than_usual(today, usual, is_flood):
    limits = FloodLimits()
    found = list_hits_too_often(hits_in_a_day=today, usual_a_day=usual, limits=limits)
    assert found == is_flood
