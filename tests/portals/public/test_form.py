"""Somebody frightened fills in the form, leaves it, or comes back with twelve words."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import cast, factories, telephone_stage
from tipline import pipeline, telephone
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Call, Report, ReturnKey, Submission
from tipline.intake.receipt_digits import to_digits
from tipline.portals.public import form_views
from tipline.portals.public.slow_down import Gate

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')
WORD = re.compile(r'<li class="words__word">(\w+)</li>')
DIGITS = re.compile(r'<li class="words__digits">(\d{6})</li>')
ZEROS = "0٠०০๐۰"  # noqa: RUF001 - Latin, Arabic, Devanagari, Bengali, Thai, Persian
SECRET = "abstract secret words"


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    monkeypatch.setattr(form_views, "GATE", Gate())


class Visitor:
    """Somebody with a browser that keeps nothing; each page carries its own key."""

    def __init__(self, language="en-AT,en;q=0.9"):
        self.client = Client(headers={"accept-language": language})
        self.page = self.client.get(reverse("public:report")).text
        self.status = 200

    def say(self, page, go="next", **answers):
        key = KEY.search(self.page)
        sent = {"page": page, "go": go, **answers}
        sent |= {"key": key[1]} if key else {}
        answer = self.client.post(reverse("public:report"), sent)
        assert not answer.cookies
        self.page, self.status = answer.text, answer.status_code
        return self.page

    def come_back(self, words, **more):
        answer = self.client.post(reverse("public:return"), {"words": words, **more})
        self.page, self.status = answer.text, answer.status_code
        return self.page

    def told(self, **sent):
        key = KEY.search(self.page)[1]
        answer = self.client.post(reverse("public:return"), {"key": key, **sent})
        self.page, self.status = answer.text, answer.status_code
        return self.page


def newest():
    with acting(cast.STAGE):
        return Report.objects.filter(origin="form").order_by("-pk").first()


def said():
    with acting(cast.STAGE):
        rows = Submission.objects.filter(report=newest(), kind="answers")
        return b"".join(bytes(row.body) for row in rows).decode()


def queued(task):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'report_id')::bigint FROM procrastinate_jobs"
            " WHERE task_name = %s",
            [task],
        )
        return [number for (number,) in cursor.fetchall()]


def sent(**answers):
    """Give somebody who sent a report, and its twelve words."""
    who = Visitor()
    who.say("where", service="Exemplar Chat")
    who.say("kind", kind="enticement")
    who.say("child", child_country="US", child_state="MA", **answers)
    who.say("end", go="send")
    return who, " ".join(WORD.findall(who.page))


def test_page_by_page_each_answer_is_kept_and_one_can_go_back():
    who = Visitor()
    assert "Where did you see it" in who.page
    assert "Call 112" in who.page
    assert "Austria" in who.page
    assert who.say("where", urls="", service=" ").count("Who did it happen to?")
    assert newest() is None  # who answers nothing leaves nothing behind
    assert "Which of these is closest?" in who.say("you", told_by="child")
    assert "None of it is your fault." in who.page
    assert "Rat auf Draht" in who.page
    assert '"told_by": "child"' in said()
    assert "touches me in a way" in who.page
    who.say("kind", kind="hands-on")
    who.say("what", what=SECRET, happened_on="yesterday")
    assert "Write the day as year-month-day" in who.page
    assert "Who does it?" in who.say("what", go="on", what=SECRET)
    assert SECRET in who.say("person", go="back", person_screen_name="quiet_fox")
    assert "quiet_fox" in who.say("what", what=SECRET, happened_on="")
    assert "Ready to send" in who.say("person", go="page:end")
    assert "Thank you. It is with us." in who.say("end", go="send")
    assert SECRET not in who.page
    report = newest()
    assert (report.state, report.platform_id, report.is_test) == (
        "finished",
        None,
        False,
    )
    assert report.document["public"]["language"] == "en"
    # Sent again by a reload: the same words, and nothing changes.
    words = WORD.findall(who.page)
    assert len(words) == 12
    who.page = who.client.get(reverse("public:report")).text
    with acting(cast.STAGE):
        actions = Entry.objects.filter(subject=f"report:{report.pk}")
        assert {e.actor for e in actions} == {"public"}
        assert {e.action for e in actions} >= {"form.began", "form.saved", "form.sent"}


def test_danger_is_told_at_once_and_police_receive_nothing_without_people():
    who = Visitor("en-US")
    assert "Call 911" in who.page
    page = who.client.get(reverse("public:report-danger")).text
    assert "Call 911 now" in page
    assert "A person is told within a minute." in who.say(
        "danger", danger="Abstract", child_now="Boston"
    )
    report = newest()
    assert queued("hasten_call") == [report.pk]
    who.say("danger", danger="Abstract", child_now="Boston, a street")
    assert queued("hasten_call") == [report.pk]
    telephone.hasten_call.func(report_id=report.pk)
    assert telephone_stage.level(report.pk) == "1"
    who.say("child", child_state="MA", child_country="US")
    who.say("end", go="send")
    pipeline.journey.func(report_id=report.pk)
    assert telephone_stage.agencies_of(report.pk) == set()
    _two_people_let_it_pass(report)


def _two_people_let_it_pass(report):
    ana, sven = (factories.browser_of(each) for each in (cast.ana(), cast.sven()))
    console = reverse("console:report", args=[report.pk])
    shown = ana.get(console).text
    assert "By the form" in shown
    assert "Unverified" in shown
    release = reverse("console:release", args=[report.pk])
    proposal = {"proposal": telephone_stage.proposals_of(report.pk)}
    check = reverse("console:check-danger", args=[report.pk])
    judged = {"kind": "second-person", "outcome": "confirmed"}
    # One person is not enough: nobody of us heard who wrote it.
    ana.post(check, judged)
    assert "first" in ana.post(release, proposal, follow=True).text.lower()
    assert telephone_stage.agencies_of(report.pk) == set()
    sven.post(check, judged)
    ana.post(release, proposal)
    assert telephone_stage.agencies_of(report.pk) == {cast.LENAS_AGENCY}
    lena = factories.browser_of(cast.lena())
    sheet = lena.get(reverse("agencies:report", args=[report.pk])).text
    assert "Written by a member of the public in the form on the web" in sheet
    assert "danger confirmed" in sheet
    assert "telephone" not in sheet
    assert "Public, by the form" in lena.get(reverse("agencies:queue")).text


def test_a_form_that_is_left_becomes_a_report():
    who = Visitor()
    who.say("where", urls="https://abstract.example/page")
    number = newest().pk
    later = int((datetime.now(UTC) + timedelta(minutes=31)).timestamp())
    telephone.give_up_calls.func(timestamp=later)
    report = newest()
    assert (report.pk, report.state) == (number, "finished")
    with acting(cast.STAGE):
        assert Call.objects.get(pk=number).is_abandoned
    # Whoever still has the page gets the receipt, and cannot change it any more.
    assert len(WORD.findall(who.say("kind", kind="csam"))) == 12
    assert newest().incident_type == ""


def test_with_twelve_words_somebody_comes_back_and_never_sees_what_was_sent():
    who, words = sent(child_first_name=SECRET)
    number = newest().pk
    assert "Nobody has read it yet." in who.come_back(words)
    assert SECRET not in who.page
    assert "Exemplar" not in who.page
    typed = words.upper().replace(" ", ",\n  ")
    assert "We have your report." in who.come_back(typed)
    assert "Write something first." in who.told(go="say", text=" ")
    assert "It is kept with your report." in who.told(go="say", text="More words")
    assert "More words" not in who.page
    ana = factories.browser_of(cast.ana())
    console = reverse("console:report", args=[number])
    shown = ana.get(console).text
    assert "More words" in shown
    ask = reverse("console:ask", args=[number])
    assert "Write something first" in ana.post(ask, {"text": ""}, follow=True).text
    assert "A question?" in ana.post(ask, {"text": "A question?"}, follow=True).text
    who.come_back(words)
    assert "A question?" in who.page
    assert "A person has read it." in who.page
    with acting(cast.STAGE):
        assert bytes.fromhex(KEY.search(who.page)[1]) not in bytes(
            ReturnKey.objects.get(pk=number).digest
        )


def test_digits_are_the_same_receipt_in_every_script():
    who, _ = sent()
    groups = DIGITS.findall(who.page)
    assert len(groups) == 8
    for zero, between in zip(
        ZEROS, (" ", "", " - ", "\n", ", ", "\u200f "), strict=True
    ):
        script = {ord("0") + n: chr(ord(zero) + n) for n in range(10)}
        typed = between.join(groups).translate(script)
        assert "We have your report." in who.come_back(typed), zero


def test_wrong_digits_say_which_group():
    who, _ = sent()
    groups = DIGITS.findall(who.page)
    slip = f"{(int(groups[2]) + 7) % 10**6:06d}"
    swapped = [groups[1], groups[0], slip, *groups[3:]]
    at = "counted from the first: "
    assert f"{at}1, 2, 3." in who.come_back(" ".join(swapped))
    assert who.status == 400
    short = [*groups[:6], groups[6][1:], groups[7]]
    assert f"{at}7." in who.come_back(" ".join(short))
    assert "How many you typed: 47." in who.come_back("".join(short))
    for many in ("99999" + groups[0][5:], "0" * 400):
        assert who.come_back(" ".join([many, *groups[1:]])).count(at) == 1
    another = " ".join(to_digits(bytes(16)))
    assert "Nothing belongs to these digits." in who.come_back(another)


def test_wrong_words_say_which_and_nobody_tries_for_long():
    who, words = sent()
    first, *others = words.split()
    wrong = who.come_back(" ".join([first + "q", *others]))
    assert who.status == 400
    assert first in wrong.partition("Perhaps:")[2].partition("</bdi>")[0]
    assert "these are 11 words" in who.come_back(" ".join(others))
    mixed = [first, *reversed(others)]
    assert who.come_back(" ".join(mixed)).count("Check them one by one")
    who.client = Client(headers={"x-forwarded-for": "171.64.64.64"})
    tries = [who.come_back(" ".join(others)) for _ in range(12)]
    assert who.status == 429
    assert "Too many receipts" in tries[-1]
    elsewhere = Visitor()
    assert "We have your report." in elsewhere.come_back(words)
