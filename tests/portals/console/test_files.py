"""Analysts and files: the next one, one key, one person's media, blind second looks."""

import re

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.hashlist import stage as lists
from tests.material import picture, report_xml
from tests.review import stage
from tests.review.label_sets import ADULTS, EXPLOITATIVE
from tests.viewing.conftest import _jails  # noqa: F401 - those of the gateway end
from tests.viewing.evidence import VIEWED, looks
from tipline import pipeline
from tipline.files.models import ReportedFile
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashItem
from tipline.matching.models import FrameMatch, Match
from tipline.review import mappings, queries
from tipline.review.labels import AgeRange, Sex
from tipline.review.models import Opinion
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db
FILES = reverse("console:files")
NEXT = reverse("console:next-file")
# Session, person, the content's place with its hashes, its report and the audit entry,
# what there is to tell of it, who holds it, its sight; concerns, failed steps,
# clearances, alarms, the worker; two transactions.
QUERIES_MOST = 18


def page_of(content):
    return reverse("console:file", args=[content.pk])


def labels_of(content):
    return queries.labels_of(cast.STAGE, [content.pk]).get(content.pk)


@pytest.fixture(autouse=True)
def nobody_is_asked_by_chance(settings):
    settings.REVIEW_POLICY = stage.POLICY


@pytest.fixture
def ana():
    return factories.browser_of(cast.ana())


@pytest.fixture
def content():
    return stage.content()


def test_the_next_file_is_handed_out_and_one_key_brings_the_one_after(ana):
    second, first = stage.content(priority="3"), stage.content(priority="1")
    page = ana.post(NEXT, follow=True)
    assert page.redirect_chain[-1][0] == page_of(first)
    assert "What does this file show?" in page.text
    page = ana.post(page_of(first), {"grade": "adults"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{page_of(second)}?last={first.pk}"
    assert labels_of(first) == ADULTS
    page = ana.post(page_of(second), {"grade": "unrelated"}, follow=True)
    assert "Nothing waits for you now." in page.text


def test_a_key_pressed_with_script_is_answered_with_the_next_file_itself(ana):
    second, first = stage.content(priority="3"), stage.content(priority="1")
    swap = {"Tipline-Swap": "main"}
    ana.post(NEXT)
    page = ana.post(page_of(first), {"grade": "adults"}, headers=swap)
    assert page["Content-Location"] == f"{page_of(second)}?last={first.pk}"
    assert f'data-content="{second.pk}"' in page.text
    assert labels_of(first) == ADULTS
    with acting(cast.STAGE):
        done = list(Entry.objects.order_by("-id")[:3])
    assert [entry.action for entry in done] == [
        "report.read",
        "content.handed_out",
        "content.labeled",
    ]
    assert len({entry.request_id for entry in done}) == 1
    refused = ana.post(page_of(second), {}, headers=swap)
    assert refused.status_code == 400
    assert "Press one of the grades." in refused.text
    assert "Content-Location" not in refused
    page = ana.post(page_of(second), {"grade": "unrelated"}, headers=swap)
    assert page["Content-Location"] == FILES
    assert "Nothing waits for you now." in page.text
    assert "Nothing waits for you now." not in ana.get(FILES).text


def test_the_page_of_a_second_file_leads_to_it_in_its_report(ana):
    platform = cast.platform()
    report_id = factories.open_report(platform)
    for number in (41, 42):
        factories.add_file(platform, report_id, picture(number, size=(64, 48)))
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    with acting(cast.STAGE):
        second = ReportedFile.objects.filter(report_id=report_id).latest("pk")
    page = ana.get(reverse("console:file", args=[second.content_id]))
    assert f"{reverse('console:report', args=[report_id])}#file-2" in page.text


def test_a_file_page_takes_few_queries(ana, content, django_assert_max_num_queries):
    with django_assert_max_num_queries(QUERIES_MOST):
        assert ana.get(page_of(content)).status_code == 200


def test_a_key_and_the_marks_beside_it_make_the_labels(ana, content):
    said = {
        "grade": "a1",
        "infant": "on",
        "violence": "on",
        "sex": "both",
        "self_produced": "no",
        "generated": "training-data",
        "unsure": "on",
        "note": "abstract note",
    }
    ana.post(page_of(content), said)
    with acting(cast.STAGE):
        opinion = Opinion.objects.get(content=content)
    assert opinion.labels == {
        "version": 1,
        "content_type": "csam",
        "children": [
            {"age": "infant-toddler", "sex": "female"},
            {"age": "infant-toddler", "sex": "male"},
        ],
        "act": "sex-act",
        "has_violence": True,
        "has_bestiality": False,
        "self_produced": False,
        "generated": "training-data",
        "reason": None,
    }
    assert (opinion.is_sure, opinion.note) == (False, "abstract note")


def test_several_children_are_counted(ana, content):
    said = {
        "grade": "b2",
        f"count_{AgeRange.PUBESCENT}_{Sex.FEMALE}": "2",
        f"count_{AgeRange.UNDETERMINED}_{Sex.MALE}": "1",
    }
    ana.post(page_of(content), said)
    with acting(cast.STAGE):
        children = Opinion.objects.get(content=content).labels["children"]
    assert [child["sex"] for child in children] == ["female", "female", "male"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Press one of the grades."),
        ({"grade": "b1", "infant": "on"}, "is of another age. Change one of them."),
        (
            {"grade": "a2", "count_pubescent_male": "1"},
            "is of another age. Change one of them.",
        ),
        ({"grade": "adults", "violence": "on"}, "Violence is marked where a child"),
        ({"grade": "a2", "bestiality": "on"}, "Bestiality is a sex act"),
        ({"confirm": "content-17"}, "What you confirmed has changed"),
    ],
)
def test_what_does_not_fit_is_said_on_the_page_and_nothing_is_kept(
    ana, content, *, said, sentence
):
    page = ana.post(page_of(content), said)
    assert page.status_code in {400, 409}
    assert sentence in page.text
    with acting(cast.STAGE):
        assert not Opinion.objects.exists()


def test_skipping_brings_the_next_and_returning_puts_it_back(ana):
    first, second = stage.content(), stage.content()
    ana.post(NEXT)
    page = ana.post(reverse("console:set-aside", args=[first.pk]), follow=True)
    assert page.redirect_chain[-1][0] == page_of(second)
    page = ana.post(reverse("console:give-back", args=[second.pk]), follow=True)
    assert page.redirect_chain[-1][0] == FILES
    assert ana.post(NEXT).url == page_of(second)


def test_the_second_is_told_nothing_of_the_first_on_any_page(ana, content):
    ana.post(page_of(content), {"grade": "a1", "note": "abstract note"})
    sven = factories.browser_of(cast.sven())
    with acting(cast.STAGE):
        report_id = ReportedFile.objects.get(content=content).report_id
    assert sven.post(NEXT).url == page_of(content)
    for address in (
        page_of(content),
        FILES,
        f"{FILES}?view=grid",
        reverse("console:media", args=[report_id]),
        reverse("console:report", args=[report_id]),
    ):
        text = sven.get(address).text
        assert "abstract note" not in text
        assert "Ana" not in text
        assert "What stands" not in text


def test_what_stands_is_on_the_page_with_everything_said(ana, content):
    ana.post(page_of(content), {"grade": "exploitative", "note": "abstract note"})
    factories.browser_of(cast.sven()).post(page_of(content), {"grade": "exploitative"})
    text = ana.get(page_of(content)).text
    for known in ("What stands", "Ana", "Sven", "abstract note", "Second look, blind"):
        assert known in text


def test_what_somebody_else_holds_is_not_labeled(ana, content):
    factories.browser_of(cast.sven()).post(NEXT)
    page = ana.post(page_of(content), {"grade": "adults"})
    assert page.status_code == 409
    assert "Somebody else is looking at this file." in page.text


def test_what_a_file_is_near_to_is_shown_with_how_far_and_confirmed_by_one_key(ana):
    known, new = stage.near_video()
    stage.say(cast.sven(), known, ADULTS)
    text = ana.get(page_of(new)).text
    for said in (known.sha256, "100 % of this, 75 % of the other", 'data-key="Enter"'):
        assert said in text
    ana.post(page_of(new), {"confirm": f"content-{known.pk}"})
    assert labels_of(new) == ADULTS


def listed_entry(name):
    return lists.listed(lists.new_list(name=name), name).entries.first()


def test_a_file_page_tells_all_that_machines_found_of_it(ana):
    known, new = stage.near_picture()
    stage.say(cast.sven(), known, ADULTS)
    common = {"distance": 9, "recipe": "r", "turn": "upright", "matched_at": stage.NOW}
    with acting(cast.STAGE):
        file = ReportedFile.objects.get(content=new)
        place = {"report_id": file.report_id, "file": file, **common}
        hit, frame = listed_entry("List of hits"), listed_entry("List of films")
        Match.objects.create(entry=hit, algorithm="pdq", **place)
        FrameMatch.objects.create(entry=frame, frame_of="item", quality=90, **place)
    text = ana.get(page_of(new)).text
    for said in (known.sha256, "12 bits apart", "List of hits", "List of films"):
        assert said in text
    assert new.sha256 in ana.get(page_of(known)).text


def one_person(*, files=3):
    """Give the reports of one account, with a file each."""
    platform = cast.platform()
    body = report_xml(user_id="u-many", screen_name="same", email="same@example.net")
    return [factories.routed_report(platform, body) for _ in range(files)]


def test_all_media_of_one_person_are_labeled_together_each_by_itself(ana):
    report_id, *_others = one_person()
    page = reverse("console:media", args=[report_id])
    text = ana.get(page).text
    contents = [int(n) for n in re.findall(r'name="content" value="(\d+)"', text)]
    assert len(contents) == 3
    answer = ana.post(page, {"grade": "drawn", "content": contents}, follow=True)
    assert "3 files are labeled." in answer.text
    with acting(cast.STAGE):
        assert Opinion.objects.filter(content__in=contents).count() == 3


def test_a_file_of_somebody_else_cannot_be_slipped_into_the_chosen(ana, content):
    report_id, *_others = one_person(files=1)
    page = reverse("console:media", args=[report_id])
    answer = ana.post(page, {"grade": "drawn", "content": [content.pk]})
    assert answer.status_code == 400
    assert ana.post(page, {"grade": "drawn"}).status_code == 400
    with acting(cast.STAGE):
        assert not Opinion.objects.exists()


def test_the_report_shows_the_labels_that_stand(ana):
    (report_id,) = one_person(files=1)
    with acting(cast.STAGE):
        content = ReportedFile.objects.get(report_id=report_id).content
    stage.say(cast.ana(), content, ADULTS)
    text = ana.get(reverse("console:report", args=[report_id])).text
    assert "Not relevant: adults" in text


def test_an_infant_that_one_person_saw_makes_the_report_urgent_at_once(ana):
    (report_id,) = one_person(files=1)
    with acting(cast.STAGE):
        content = ReportedFile.objects.get(report_id=report_id).content
        before = Standing.objects.get(report_id=report_id).assessment
    ana.post(page_of(content), {"grade": "a1", "infant": "on"})
    pipeline.rank_again.func(content_id=content.pk)
    pipeline.journey.func(report_id=report_id)
    with acting(cast.STAGE):
        after = Standing.objects.get(report_id=report_id).assessment
    rule = "labeled-infant-or-violence"
    assert rule not in {reason["rule"] for reason in before.reasons}
    assert rule in {reason["rule"] for reason in after.reasons}


def test_a_proposal_takes_its_class_from_the_label_that_stands(ana):
    own = lists.new_list()
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    with acting(cast.STAGE):
        file = ReportedFile.objects.select_related("content").get(report_id=report_id)
    for person in (cast.ana(), cast.sven()):
        stage.say(person, file.content, EXPLOITATIVE)
    page = reverse("console:propose", args=[report_id, file.file_id])
    assert 'name="classification"' not in ana.get(page).text
    looks(cast.ana(), report_id, file.file_id)
    ana.post(page, {"hash_list": own.pk, "classification": "A1"})
    with acting(cast.STAGE):
        item = HashItem.objects.get(hash_list=own)
    assert item.classification == mappings.classification(EXPLOITATIVE)


def test_agreement_is_for_seniors_and_operators(ana):
    quality = reverse("console:quality")
    assert ana.get(quality).status_code == 404
    for person in (cast.sven(), cast.omar()):
        page = factories.browser_of(person).get(quality)
        assert "nothing to compare" in page.text


def test_the_list_and_the_grid_go_on_where_a_page_ends(ana, monkeypatch):
    contents = [stage.content() for _ in range(3)]
    monkeypatch.setattr(queries.queue_page, "__kwdefaults__", {"after": "", "most": 2})
    seen = set()
    for view in ("", "view=grid"):
        page = ana.get(f"{FILES}?{view}").text
        (onward,) = re.findall(r'rel="next" href="([^"]+)"', page)
        both = page + ana.get(FILES + onward.replace("&amp;", "&")).text
        seen = {int(n) for n in re.findall(r"/console/files/(\d+)/", both)}
        assert seen == {content.pk for content in contents}


@pytest.mark.usefixtures("content")
def test_what_is_typed_as_a_place_in_the_list_does_no_harm(ana):
    for after in (
        "x",
        "1-2",
        "1-99999999999999999999-1",
        "1-9999999999999999-1",
        "9-1-1",
        "1--",
    ):
        assert ana.get(f"{FILES}?after={after}").status_code == 200
