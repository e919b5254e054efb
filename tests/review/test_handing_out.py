"""Work is handed out by urgency and skill, to one person, for a while."""

from datetime import timedelta

import pytest

from tests import cast
from tests.hashlist import stage as lists
from tests.review import stage
from tests.review.label_sets import ADULTS
from tests.review.stage import NOW, POLICY, handed_to, say
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.hashlist.services import load_list
from tipline.matching import services as matching
from tipline.review import handing_out, people, queueing

pytestmark = pytest.mark.django_db
VIOLENT = "<fileAnnotations><violenceGore/></fileAnnotations>"
LATER = NOW + timedelta(minutes=POLICY.hold_minutes)


def test_the_most_urgent_comes_first_then_what_waited_longest():
    third, first = stage.content(priority="3"), stage.content(priority="1")
    second = stage.content(priority="2")
    for expected in (first, second, third):
        assert handed_to(cast.ana()) == expected.pk
        say(cast.ana(), expected, ADULTS)
    assert handed_to(cast.ana()) is None


def test_nobody_gets_what_somebody_has_in_hand_until_the_time_is_over(content):
    assert handed_to(cast.ana()) == content.pk
    assert handed_to(cast.ana()) == content.pk
    assert handed_to(cast.sven()) is None
    assert handed_to(cast.sven(), at=LATER) == content.pk


def test_what_was_set_aside_does_not_come_back_at_once(content, ana):
    handed_to(cast.ana())
    handing_out.set_aside(ana, content.pk, policy=POLICY, at=NOW)
    assert handed_to(cast.ana()) is None
    assert handed_to(cast.sven()) == content.pk
    handing_out.give_back(cast.principal_of(cast.sven()), content.pk)
    again = NOW + timedelta(minutes=POLICY.set_aside_minutes)
    assert handed_to(cast.ana(), at=again) == content.pk


def test_what_was_given_back_may_come_to_the_same_person(content, ana):
    handed_to(cast.ana())
    handing_out.give_back(ana, content.pk)
    assert handed_to(cast.ana()) == content.pk


def test_nobody_lets_go_of_what_another_has_in_hand(content, sven):
    handed_to(cast.ana())
    handing_out.set_aside(sven, content.pk, policy=POLICY, at=NOW)
    handing_out.give_back(sven, content.pk)
    assert handed_to(cast.mira()) is None


def test_who_takes_no_videos_or_no_violence_is_handed_none(ana):
    video = stage.content(kind="video/mp4")
    violent = stage.content(flags=VIOLENT)
    people.choose_skills(ana, takes_videos=False, takes_violence=False)
    assert handed_to(cast.ana()) is None
    people.choose_skills(ana, takes_videos=True, takes_violence=False)
    assert handed_to(cast.ana()) == video.pk
    assert handed_to(cast.sven()) == violent.pk


def test_the_second_look_is_another_persons_and_the_third_a_seniors(content):
    say(cast.ana(), content)
    assert handed_to(cast.ana()) is None
    assert handed_to(cast.sven()) == content.pk
    say(cast.sven(), content, ADULTS)
    assert handed_to(cast.ana()) is None
    assert handed_to(cast.sven()) is None
    assert handed_to(cast.mira()) == content.pk


def test_a_copy_in_another_report_waits_once_and_at_its_most_urgent_level():
    content = stage.content("same bytes", priority="3")
    other = stage.content(priority="2")
    stage.content("same bytes", priority="1")
    assert stage.waiting() == {content.pk, other.pk}
    assert handed_to(cast.ana()) == content.pk


def test_a_less_urgent_copy_changes_nothing_and_the_same_report_may_lower_it():
    report_id = stage.report("same bytes")
    queueing.queue_report(cast.STAGE, report_id, priority="1", at=NOW)
    other = stage.content(priority="2")
    stage.content("same bytes", priority="3")
    assert handed_to(cast.ana()) != other.pk
    queueing.queue_report(cast.STAGE, report_id, priority="3", at=NOW)
    assert handed_to(cast.sven()) == other.pk


def test_what_a_list_knows_waits_for_nobody_and_stops_waiting():
    report_id = stage.report("listed bytes")
    queueing.queue_report(cast.STAGE, report_id, priority="2", at=NOW)
    assert len(stage.waiting()) == 1
    with acting(cast.STAGE):
        file = ReportedFile.objects.get(report_id=report_id)
    load_list(
        cast.STAGE,
        [f"sha256,{file.sha256},A1"],
        name="a list",
        meaning="known",
        at=lists.NOW,
    )
    matching.match_report(cast.STAGE, report_id, at=NOW)
    queueing.queue_report(cast.STAGE, report_id, priority="3", at=NOW)
    assert stage.waiting() == set()
