"""What people say stays; what stands follows; what is near is confirmed, not copied."""

import pytest
from django.db import DatabaseError, transaction

from tests import cast
from tests.review import stage
from tests.review.label_sets import ADULTS, EXPLOITATIVE, csam
from tests.review.stage import NOW, POLICY, say
from tipline.files.models import ReportedFile
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.review import grading, near, quality, queries
from tipline.review.errors import (
    ContentNotFoundError,
    HeldByAnotherError,
    InconsistentLabelsError,
    OpinionNotYoursError,
    RecognitionGoneError,
    TooManyContentsError,
)
from tipline.review.labels import Act, Child, ContentType, Labels
from tipline.review.models import Opinion
from tipline.review.opinions import ReviewPolicy

pytestmark = pytest.mark.django_db
INFANT = csam(Child(age="infant-toddler"))


def labels_of(content):
    return queries.labels_of(cast.STAGE, [content.pk]).get(content.pk)


def test_what_needs_one_look_stands_at_once_in_every_report(content):
    say(cast.ana(), content, ADULTS)
    assert labels_of(content) == ADULTS
    again = stage.content(f"invented {content.pk}")
    assert labels_of(again) is None
    assert content.pk not in stage.waiting()


def test_a_copy_reported_later_is_recognized_and_waits_for_nobody():
    content = stage.content("seen before")
    say(cast.ana(), content, ADULTS)
    assert stage.content("seen before", priority="1") == content
    assert stage.waiting() == set()


def test_apparent_csam_stands_when_two_agree_and_nobody_knew(content):
    say(cast.ana(), content)
    assert labels_of(content) is None
    assert queries.opinions_of(cast.STAGE, content.pk) == ()
    say(cast.sven(), content)
    assert labels_of(content) == csam()
    said = queries.opinions_of(cast.STAGE, content.pk)
    assert [(each.person, each.asked) for each in said] == [
        ("Ana", "first"),
        ("Sven", "second"),
    ]


def test_where_two_differ_a_senior_who_has_not_spoken_decides(content):
    say(cast.ana(), content)
    say(cast.sven(), content, EXPLOITATIVE)
    assert labels_of(content) is None
    for person in (cast.ana(), cast.sven()):
        with pytest.raises(OpinionNotYoursError):
            say(person, content, ADULTS)
    say(cast.mira(), content, EXPLOITATIVE)
    assert labels_of(content) == EXPLOITATIVE


def test_who_is_not_sure_asks_for_another_look(content):
    say(cast.ana(), content, ADULTS, is_sure=False)
    assert labels_of(content) is None
    say(cast.sven(), content, ADULTS)
    assert labels_of(content) == ADULTS


def test_what_stands_can_be_contested_and_stands_no_longer_until_decided(content):
    say(cast.ana(), content, ADULTS)
    say(cast.ana(), content)
    assert labels_of(content) is None
    assert queries.opinions_of(cast.STAGE, content.pk) == ()
    say(cast.sven(), content)
    assert labels_of(content) == csam()
    assert len(queries.opinions_of(cast.STAGE, content.pk)) == 3


def test_an_opinion_never_changes(content):
    say(cast.ana(), content)
    for change in (
        lambda rows: rows.update(note="other"),
        lambda rows: rows.delete(),
    ):
        with (
            acting(cast.STAGE),
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
        ):
            change(Opinion.objects.filter(content=content))


def test_every_opinion_is_in_the_audit_without_its_words(content):
    say(cast.ana(), content)
    with acting(cast.STAGE):
        entry = Entry.objects.filter(action="content.labeled").latest("pk")
    assert entry.subject == f"content:{content.pk}"
    assert entry.actor == f"person:{cast.ana().pk}"


def test_labels_that_do_not_fit_are_refused_with_everything_to_change(content):
    wrong = Labels(content_type=ContentType.NOT_RELEVANT, act=Act.SEX_ACT)
    with pytest.raises(InconsistentLabelsError) as refusal:
        say(cast.ana(), content, wrong)
    assert "Say why it is not relevant." in str(refusal.value)
    assert "change one" in str(refusal.value)


def test_nobody_labels_what_another_has_in_hand(content):
    stage.handed_to(cast.sven())
    with pytest.raises(HeldByAnotherError):
        say(cast.ana(), content)
    assert say(cast.sven(), content).state == "second"


def test_what_is_in_no_finished_report_is_not_there(ana):
    with pytest.raises(ContentNotFoundError):
        grading.grade(
            ana, 17, grading.Grade(labels=ADULTS), policy=POLICY, at=stage.NOW
        )


def test_the_same_for_many_is_an_opinion_for_each(ana):
    contents = [stage.content() for _ in range(3)]
    stage.handed_to(cast.sven())
    graded = grading.grade_many(
        ana,
        [content.pk for content in contents],
        grading.Grade(labels=ADULTS),
        policy=POLICY,
        at=NOW,
    )
    assert graded.labeled == tuple(content.pk for content in contents[1:])
    assert graded.passed_over == ((contents[0].pk, "held-by-another"),)
    with acting(cast.STAGE):
        assert Opinion.objects.count() == 2


def test_too_many_at_once_are_refused(ana):
    many = list(range(grading.AT_ONCE_MOST + 1))
    with pytest.raises(TooManyContentsError):
        grading.grade_many(
            ana, many, grading.Grade(labels=ADULTS), policy=POLICY, at=NOW
        )


def test_a_near_video_suggests_what_stands_of_the_other_and_how_far_it_is(ana):
    known, new = stage.near_video()
    assert near.recognitions(ana, new.pk) == ()
    say(cast.sven(), known, ADULTS)
    (found,) = near.recognitions(ana, new.pk)
    assert (found.source, found.labels) == (known.sha256, ADULTS)
    assert (found.measure.percent, found.measure.other_percent) == (100, 75)
    assert labels_of(new) is None
    grading.confirm(ana, new.pk, found.key, policy=POLICY, at=NOW)
    assert labels_of(new) == ADULTS
    (said,) = queries.opinions_of(cast.STAGE, new.pk)
    assert said.recognized["other_percent"] == 75


def test_the_other_side_is_recognized_too_with_the_percentages_turned(ana):
    known, new = stage.near_video()
    say(cast.sven(), new, ADULTS)
    (found,) = near.recognitions(ana, known.pk)
    assert (found.measure.percent, found.measure.other_percent) == (75, 100)


def test_a_near_picture_is_recognized_from_either_side_with_its_distance(ana):
    known, new = stage.near_picture()
    assert near.recognitions(ana, new.pk) == ()
    say(cast.sven(), known, ADULTS)
    (found,) = near.recognitions(ana, new.pk)
    assert (found.source, found.how, found.measure.bits) == (known.sha256, "pdq", 12)
    say(cast.sven(), new, ADULTS)
    (back,) = near.recognitions(ana, known.pk)
    assert (back.source, back.measure.bits) == (new.sha256, 12)


def test_what_is_recognized_no_longer_cannot_be_confirmed(ana):
    known, new = stage.near_video()
    say(cast.sven(), known, ADULTS)
    (found,) = near.recognitions(ana, new.pk)
    say(cast.sven(), known)
    with pytest.raises(RecognitionGoneError):
        grading.confirm(ana, new.pk, found.key, policy=POLICY, at=NOW)


def test_marks_speak_as_soon_as_one_person_has_spoken(content):
    with acting(cast.STAGE):
        report_id = ReportedFile.objects.get(content=content).report_id
    assert not queries.marks_of(cast.STAGE, report_id)
    for person in (cast.ana(), cast.sven()):
        say(person, content, INFANT)
        assert queries.marks_of(cast.STAGE, report_id) == {"infant"}


def test_the_sample_asks_for_a_second_look_at_everything(content, ana):
    policy = ReviewPolicy(sample_percent=100)
    said = grading.Grade(labels=ADULTS)
    assert grading.grade(ana, content.pk, said, policy=policy, at=NOW).state == "second"


def test_agreement_is_told_to_seniors_label_by_label(ana, sven):
    for second in (csam(), csam(), EXPLOITATIVE, EXPLOITATIVE):
        content = stage.content()
        first = EXPLOITATIVE if second == EXPLOITATIVE else csam()
        say(cast.ana(), content, first)
        say(cast.sven(), content, second)
    disputed = stage.content()
    say(cast.ana(), disputed)
    say(cast.sven(), disputed, EXPLOITATIVE)
    say(cast.mira(), disputed, EXPLOITATIVE)
    by_label = {each.label: each for each in quality.agreement(sven)}
    kinds = by_label["content_type"]
    assert (kinds.pairs, kinds.same, kinds.triples) == (5, 4, 1)
    # Observed 4 of 5; by chance 3/5 * 2/5 + 2/5 * 3/5.
    assert kinds.cohen == pytest.approx((0.8 - 0.48) / (1 - 0.48))
    assert by_label["has_violence"].cohen is None
    with pytest.raises(NotFoundError):
        quality.agreement(ana)
