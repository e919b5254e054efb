"""A file comes first to who reads the language of its report, and waits for nobody."""

from datetime import timedelta

import pytest

from tests import cast, factories
from tests.material import report_xml
from tests.review import stage
from tests.review.label_sets import ADULTS
from tests.review.stage import NOW, POLICY, handed_to, say
from tipline.files.models import ReportedFile
from tipline.foundation.accounts import services as accounts
from tipline.foundation.policy.scope import acting
from tipline.review import people, queueing
from tipline.review.models import ContentReview
from tipline.triage.languages import written_in
from tipline.triage.terms import Text

CODES = frozenset({"de", "en", "es", "pt", "th"})
ENGLISH = "The account asked several times for a meeting at the station next week."
PORTUGUESE = "A conta pediu muitas vezes um encontro na estação na próxima semana."


def texts(*said):
    return [Text(place="chat", text=each) for each in said]


def test_languages_are_told_by_sentence_and_short_ones_say_nothing():
    assert written_in(texts(ENGLISH, PORTUGUESE), CODES) == {"en", "pt"}
    assert written_in(texts(f"{ENGLISH} {PORTUGUESE}"), CODES) == {"en", "pt"}
    assert written_in(texts("Olá!", "12345 " * 20, ""), CODES) == set()
    assert written_in(texts(ENGLISH), frozenset({"en"})) == set()


@pytest.mark.django_db
class TestHandingOut:
    def reads(self, person, *languages):
        people.choose_skills(
            cast.principal_of(person),
            takes_videos=True,
            takes_violence=True,
            languages=languages,
        )

    def content(self, *languages, priority="2"):
        made = stage.content(priority=priority)
        with acting(cast.STAGE):
            report_id = ReportedFile.objects.get(content=made).report_id
        queueing.note_languages(cast.STAGE, report_id, languages)
        return made

    def test_who_reads_it_is_handed_it_and_others_what_they_read(self):
        portuguese, english = self.content("pt"), self.content("en")
        self.reads(cast.sven(), "pt", "en")
        self.reads(cast.ana(), "en")
        assert handed_to(cast.ana()) == english.pk
        assert handed_to(cast.sven()) == portuguese.pk

    def test_what_nobody_reads_goes_in_turn(self):
        first, _ = self.content("th"), self.content("en")
        self.reads(cast.sven(), "pt")
        self.reads(cast.ana(), "en")
        assert handed_to(cast.ana()) == first.pk

    def test_who_is_suspended_reads_nothing(self):
        first, _ = self.content("pt"), self.content("en")
        self.reads(cast.sven(), "pt")
        accounts.suspend_person(cast.STAGE, cast.sven(), at=NOW)
        assert handed_to(cast.ana()) == first.pk

    def test_nobody_goes_without_work_while_something_waits(self):
        portuguese = self.content("pt")
        self.reads(cast.sven(), "pt")
        assert handed_to(cast.ana()) == portuguese.pk

    def test_a_more_urgent_level_goes_before_a_language(self):
        urgent, _ = self.content("pt", priority="1"), self.content("en")
        self.reads(cast.sven(), "pt")
        self.reads(cast.ana(), "en")
        assert handed_to(cast.ana()) == urgent.pk

    def test_what_has_waited_comes_in_turn_whatever_its_language(self):
        portuguese, english = self.content("pt"), self.content("en")
        self.reads(cast.sven(), "pt")
        later = NOW + timedelta(minutes=POLICY.language_minutes)
        early = later - timedelta(seconds=1)
        assert handed_to(cast.ana(), at=early) == english.pk
        say(cast.ana(), english, ADULTS)
        assert handed_to(cast.ana(), at=later) == portuguese.pk

    def test_a_report_is_looked_at_for_its_languages_when_it_is_ranked(self):
        body = report_xml(escalation=PORTUGUESE, user_id="u-pt")
        report_id = factories.routed_report(cast.platform(), body)
        with acting(cast.STAGE):
            waiting = ContentReview.objects.get(report_id=report_id)
        assert waiting.languages == ["pt"]

    def test_people_choose_what_they_read_on_the_page_of_files(self):
        ana = cast.principal_of(cast.ana())
        browser = factories.browser_of(cast.ana())
        page = browser.get("/console/files/")
        assert "Portuguese" in page.text
        chosen = {"takes_videos": "on", "languages": ["pt", "en"]}
        assert browser.post("/console/files/skills", chosen).status_code == 302
        skills = people.skills_of(ana)
        assert (skills.languages, skills.takes_violence) == (["en", "pt"], False)
        for hostile in ("xx", "pt' OR 1=1", "p" * 5000):
            browser.post("/console/files/skills", {"languages": [hostile]})
            page = browser.get("/console/files/")
            assert "Nothing was kept" in page.text
            assert people.skills_of(ana).languages == ["en", "pt"]
