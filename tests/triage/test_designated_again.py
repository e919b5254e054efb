"""Referral or informational is decided again when something is learnt, and kept."""

import pytest

from tests import cast
from tests.material import picture
from tests.review import stage
from tests.review.label_sets import ADULTS, csam
from tests.triage.senders import LIMITS, body, catch_up, send, spread
from tipline import pipeline
from tipline.files.models import Content
from tipline.foundation.policy.scope import acting
from tipline.triage.models import Assessment, Standing

pytestmark = pytest.mark.django_db


def history(report_id: int) -> list[tuple[str, str, tuple[str, ...], str]]:
    """Give the arms, fields and actors of all assessments, the oldest first."""
    with acting(cast.STAGE):
        rows = Assessment.objects.filter(report_id=report_id).order_by("pk")
        return [
            (row.designation, row.arm, tuple(row.designation_fields), row.actor)
            for row in rows
        ]


def level(report_id: int) -> str:
    """Give the level at which a report stands."""
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).priority


def label(report_id: int, labels) -> None:
    """Let two people agree on the only file of a report, and do what follows."""
    with acting(cast.STAGE):
        content = Content.objects.get(reportedfile__report_id=report_id)
    for person in (cast.ana(), cast.sven()):
        stage.say(person, content, labels)
    pipeline.follow_labels(cast.STAGE, [content.pk])
    catch_up()


def test_labels_make_a_report_informational_and_the_history_says_by_what():
    report_id = send(body(), picture(901))
    assert [row[0] for row in history(report_id)] == ["referral"]
    label(report_id, ADULTS)
    assert history(report_id)[-1] == (
        "informational",
        "no-nexus",
        ("has_nexus", "file_labels"),
        "system:assess",
    )


def test_labels_that_show_a_child_change_nothing_of_it():
    report_id = send(body(), picture(902))
    label(report_id, csam())
    with acting(cast.STAGE):
        assert Standing.objects.get(report_id=report_id).designation == "referral"


def test_what_people_found_harmless_is_new_material_in_no_report():
    first = send(body(), picture(903))
    assert (level(first), level(send(body(), picture(905)))) == ("2", "2")
    label(first, ADULTS)
    later = send(body(), picture(903))
    assert (level(first), level(later)) == ("E", "E")


def test_what_shows_a_child_stays_new_material_once_it_is_labeled():
    report_id = send(body(), picture(906))
    label(report_id, csam())
    assert level(report_id) <= "2"


def test_a_journey_that_learns_nothing_adds_nothing_to_the_history(settings):
    settings.BUNDLE_LIMITS = LIMITS
    reports = spread(picture(904))
    kept = [history(each) for each in reports]
    for each in reports:
        pipeline.travel_again(each)
    catch_up()
    assert [history(each) for each in reports] == kept
