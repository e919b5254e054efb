"""Officers find reports and cases by all that they may read, in any script."""

from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import cast, factories, material
from tests.access.stage import person
from tests.casework.test_working import HERE, report_of
from tests.portals.platforms.reporter import Reporter
from tipline import pipeline
from tipline.casework import finding, handing, indexing, jobs, notes
from tipline.casework.handing import Answer, Offer
from tipline.casework.models import Case, CaseWord, SearchWord, Work
from tipline.foundation.policy.scope import acting
from tipline.referral import excluding

pytestmark = pytest.mark.django_db
NEW = {"case_number": "2026-31", "title": "Paper lanterns"}


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


@pytest.fixture
def carl():
    organization = cast.agency(cast.LENAS_AGENCY).organization
    return factories.browser_of(person("Carl", "officer", organization))


@pytest.fixture
def zed():
    return factories.browser_of(cast.zed())


def found(browser, text):
    """What the queue finds, as the form asks: the text stands in no address."""
    return {row.report_id for row in typed(browser, text).context["page"].rows}


def typed(browser, text):
    return browser.post(HERE, {"text": text}, follow=True)


def cases_found(browser, text):
    page = browser.get(f"{HERE}cases/", {"text": text, "state": "all"})
    return {line.number for line in page.context["page"].lines}


def noted(browser, where, text, *, private=False):
    said = {"text": text, "private": "yes" if private else ""}
    assert browser.post(f"{HERE}{where}/note", said).status_code == 302


def case_of(browser, report_id):
    case = browser.post(f"{HERE}cases/", NEW, follow=True).context["case"]
    browser.post(f"{HERE}change", {"mark": f"{report_id}.1", "case": case.pk})
    return case


def with_file(name, original=""):
    """A report with one file, of these names."""
    reporter = Reporter(cast.platform())
    report_id = reporter.open(material.report_xml(user_id="u-named"))
    file_id = reporter.upload(report_id, name=name).file_id
    said = f"<originalFileName>{original}</originalFileName>"
    assert reporter.fileinfo(report_id, file_id, said).code == 0
    assert reporter.finish(report_id).code == 0
    pipeline.journey.func(report_id=report_id)
    return report_id


def test_files_are_found_by_their_names_and_parts_of_them(lena, zed):
    kept = with_file("holiday_2031-04.jpg", "IMG7044RedBoat.jpeg")
    other = with_file("IMG_2_letter.png", "amber_kite_example_net.txt")
    for text, expected in {
        "holiday": {kept},
        "2031 Holiday": {kept},
        "holiday_2031-04.jpg": {kept},
        "2031-04": {kept},
        "IMG7044": {kept},
        "img": {kept, other},
        "img_2_letter": {other},
        "img_3_letter": {other},  # one letter tells nothing apart
        "boat red": {kept},
        "holi": set(),
        "holiday letter": set(),
        "amber.kite@example.net": set(),  # an address is not taken apart
    }.items():
        assert found(lena, text) == expected, text
    assert found(zed, "holiday") == set()


def test_shared_notes_are_found_by_the_agency_and_private_ones_by_their_author(
    lena, carl, zed
):
    one, two = report_of(user_id="u-1"), report_of(user_id="u-2")
    case = case_of(lena, two)
    noted(lena, f"reports/{one}", "Spoke about a boathouse.")
    noted(lena, f"reports/{one}", "My own chandelier.", private=True)
    noted(lena, f"cases/{case.pk}", "A trombone was heard.")
    noted(lena, f"cases/{case.pk}", "My own saxophone.", private=True)
    lena.post(f"{HERE}cases/{case.pk}/task", {"title": "Call the harbour"})
    pipeline.journey.func(report_id=one)  # as after a supplement: it is learned anew
    for browser, text, reports, cases in (
        (carl, "boathouse spoke", {one}, set()),
        (carl, "chandelier", set(), set()),
        (lena, "chandelier own", {one}, set()),
        (lena, "chandelier boathouse", set(), set()),  # of two notes
        (carl, "trombone", {two}, {"2026-31"}),
        (carl, "harbour lanterns", {two}, {"2026-31"}),
        (carl, "saxophone", set(), set()),
        (lena, "saxophone", {two}, {"2026-31"}),
        (zed, "boathouse", set(), set()),
        (zed, "trombone", set(), set()),
        (zed, "saxophone", set(), set()),
    ):
        assert found(browser, text) == reports, text
        assert cases_found(browser, text) == cases, text
    facts = {**NEW, "title": "Kites", "state": "open", "version": 1}
    lena.post(f"{HERE}cases/{case.pk}/", facts)
    assert cases_found(carl, "lanterns") == set()
    assert cases_found(carl, "harbour kites") == {"2026-31"}


def test_a_program_does_not_find_what_its_officer_keeps_to_themselves():
    report_id, officer = report_of(user_id="u-1"), cast.principal_of(cast.lena())
    for private, text in ((True, "chandelier"), (False, "boathouse")):
        notes.note_on_report(
            officer, report_id, text, is_private=private, at=cast.YESTERDAY
        )
    program = replace(officer, officer_id=officer.person_id, program="Case system")
    assert finding.found_by(officer, "chandelier") != []
    assert finding.found_by(program, "chandelier") == []
    assert finding.found_by(program, "boathouse") != []


def test_words_of_a_handover_are_found_by_its_two_agencies_while_both_have_it(
    lena, zed
):
    report_id = report_of(user_id="u-1")
    noted(lena, f"reports/{report_id}", "Only ours: a boathouse.")
    officer, other = cast.principal_of(cast.lena()), cast.principal_of(cast.zed())
    offer = Offer(
        receivers=[cast.ZEDS_AGENCY], kind="share", reason="A trombone links us."
    )
    (made,) = handing.offer_report(officer, report_id, offer, at=cast.YESTERDAY)
    assert (found(lena, "trombone"), found(zed, "trombone")) == ({report_id}, set())
    said = Answer(state="accepted", reason="We have the piccolo.")
    handing.answer(other, made.pk, said, at=cast.YESTERDAY)
    assert found(zed, "trombone") == found(lena, "piccolo") == {report_id}
    assert found(zed, "boathouse") == set()
    said = Answer(state="returned", reason="Not ours after all.")
    handing.answer(other, made.pk, said, at=cast.YESTERDAY)
    assert found(zed, "trombone") == set()
    assert found(lena, "after all") == {report_id}


def test_whom_a_report_is_kept_from_finds_it_by_no_word(lena):
    report_id = report_of(user_id="u-1", screen_name="violet_lantern")
    ana = cast.principal_of(cast.ana())
    said = {"reason": "A suspect works there.", "at": cast.YESTERDAY}
    made = excluding.exclude(ana, report_id, code=cast.LENAS_AGENCY, **said)
    assert found(lena, "lantern") == set()
    with acting(cast.STAGE):
        assert not SearchWord.objects.filter(referral__report_id=report_id).exists()
    excluding.admit(ana, made.pk, **said)
    assert found(lena, "lantern") == {report_id}


WRITTEN = {  # and what is found in it, and what not
    "พบกันที่ท่าเรือวันเสาร์": ("ท่าเรือ", "เรือนแพ"),
    "ນັດພົບກັນທີ່ຕະຫຼາດ": ("ຕະຫຼາດ", "ໂຮງຮຽນ"),
    "ជួបគ្នានៅ\u200bផ្សារ": ("នៅផ្សារ", "សាលារៀន"),
    "ဈေးမှာတွေ့ကြမယ်": ("တွေ့ကြ", "ကျောင်း"),
    "土曜日に港で会いましょう": ("港で", "会港"),
    "星期六在码头见面": ("码头", "头码"),
    "ｶﾀｶﾅで書く": ("カタカナ", "ひらがな"),
    "会うOsaka橋で": ("osaka 橋", "osaka 湾"),
}


def test_words_are_found_where_nothing_stands_between_them(lena):
    names = enumerate(WRITTEN)
    reports = {each: report_of(user_id=f"u-{n}", screen_name=each) for n, each in names}
    for written, (asked, not_asked) in WRITTEN.items():
        report_id = reports[written]
        assert found(lena, asked) == found(lena, written) == {report_id}, written
        assert found(lena, not_asked) == set(), not_asked


@pytest.mark.parametrize(
    "letters", ["กขคงรอาเ", "東京都の港"], ids=["thai", "japanese"]
)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_every_part_of_a_run_of_letters_is_found_in_it(letters, data):
    run = data.draw(st.text(letters, min_size=2, max_size=30))
    start = data.draw(st.integers(0, len(run) - 2))
    part = run[start : data.draw(st.integers(start + 2, len(run)))]
    with connection.cursor() as cursor:
        cursor.execute(MISSING, [part, f"before {run} behind"])
        assert cursor.fetchone() == (True, 0)


MISSING = """
    WITH asked AS (SELECT word FROM casework_asked(%s, 8, 100) AS word)
    SELECT EXISTS (SELECT FROM asked), (SELECT count(*) FROM (SELECT word FROM asked
        EXCEPT SELECT casework_words_in(%s)) AS missing)
"""


def test_what_came_before_is_learned_in_batches_and_once(lena):
    one = with_file("marmalade_1.jpg")
    two = report_of(user_id="u-2")
    case = case_of(lena, two)
    noted(lena, f"cases/{case.pk}", "A trombone was heard.")
    with acting(cast.STAGE):
        for words, rows in ((SearchWord, Work), (CaseWord, Case)):
            words.objects.all().delete()
            rows.objects.update(is_indexed=False)
    assert found(lena, "marmalade") == found(lena, "trombone") == set()
    assert indexing.index_some(cast.STAGE, most=1) == 2  # a report and a case
    with acting(cast.STAGE):
        assert Work.objects.filter(is_indexed=False).count() == 1
    jobs.index_casework.func(timestamp=0)
    assert found(lena, "marmalade") == {one}
    assert found(lena, "trombone") == {two}
    with acting(cast.STAGE):
        before = SearchWord.objects.count(), CaseWord.objects.count()
    assert indexing.index_some(cast.STAGE) == 0
    with acting(cast.STAGE):
        assert (SearchWord.objects.count(), CaseWord.objects.count()) == before
