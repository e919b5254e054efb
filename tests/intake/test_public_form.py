"""What the public is asked, and what is understood of any answer."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.intake import public_reading as reading
from tipline.intake.codec import from_json, to_json
from tipline.intake.document import ReportDocument
from tipline.intake.errors import AnswerTooLongError
from tipline.intake.public_document import THE_CALL, THE_DAY, compose
from tipline.intake.public_form import (
    FIELDS,
    INCIDENT_CHOICES,
    SECTIONS,
    SECTIONS_BY_ID,
    FieldKind,
)
from tipline.intake.wording import INCIDENT_WORDINGS, incident_wire

AT = datetime(2026, 11, 21, 23, 50, tzinfo=UTC)
texts = st.text(max_size=60)
answers = st.dictionaries(st.sampled_from(sorted(FIELDS)), texts)


def test_the_eight_kinds_are_all_asked_and_only_they():
    asked = {choice.code for choice in INCIDENT_CHOICES}
    assert asked == {wording.code for wording in INCIDENT_WORDINGS}
    assert [field.name for field in FIELDS.values() if field.is_needed] == ["kind"]


def test_every_question_has_a_name_of_its_own_and_none_asks_for_a_picture():
    names = [field.name for section in SECTIONS for field in section.fields]
    assert len(names) == len(set(names))
    assert {field.kind for field in FIELDS.values()} == set(FieldKind)
    assert all(field.choices for field in FIELDS.values() if field.kind == "choice")


@given(answers)
def test_any_answers_make_a_document_that_the_database_can_keep(given_answers):
    document = compose(given_answers, began_at=AT)
    kept = json.dumps(to_json(document))
    assert "\\u0000" not in kept
    assert from_json(ReportDocument, json.loads(kept)) == document
    reading.all_troubles(given_answers)


@given(answers)
def test_what_is_understood_is_never_in_trouble(given_answers):
    found = {trouble.field for trouble in reading.all_troubles(given_answers)}
    for name in found:
        assert given_answers[name].strip()


@pytest.mark.parametrize(
    ("read", "text", "understood"),
    [
        (reading.age, " 12 ", 12),
        (reading.age, "121", None),
        (reading.age, "twelve", None),
        (reading.age, "٣", None),
        (reading.day, "2026-11-21", AT.date()),
        (reading.day, "yesterday", None),
        (reading.phone, "+1 617 555 0100", "+1 617 555 0100"),
        (reading.phone, "no", None),
        (reading.email, "bo@example.org", "bo@example.org"),
        (reading.email, "bo at example", None),
        (reading.country, "de", "DE"),
        (reading.country, "Germany", None),
        (reading.state, "ma", "MA"),
        (reading.state, "XX", None),
        (
            reading.urls,
            "example.org/a\nnot one\nhttps://b.example",
            ("example.org/a", "https://b.example"),
        ),
        (reading.urls, "javascript:alert(1)\nfile:///etc/passwd", ()),
    ],
)
def test_answers_are_understood_or_left_as_they_are(read, text, understood):
    assert read(text) == understood


def test_a_caller_who_knows_much_fills_the_same_document_as_a_platform():
    document = compose(
        {
            "kind": "enticement",
            "urls": "https://example.org/page",
            "service": "Exemplar Chat",
            "what": "An abstract chat.",
            "more": "And more.",
            "happened_on": "2026-11-20",
            "child_first_name": "Bo",
            "child_age": "11",
            "child_state": "MA",
            "person_screen_name": "tin_owl",
            "person_phone": "+16175550100",
            "reporter_email": "fay@example.org",
            "callback_number": "+1 617 555 0123",
            "danger_now": "yes",
            "access": "care",
        },
        began_at=AT,
    )
    assert document.incident_type == incident_wire("enticement")
    assert document.incident_at_description == THE_DAY
    assert document.internet_details[0].urls == ("https://example.org/page",)
    assert document.additional_info == "An abstract chat.\n\nAnd more."
    (person,), (child,) = document.reported_persons, document.victims
    assert (person.screen_name, person.service) == ("tin_owl", "Exemplar Chat")
    assert person.person.phones[0].number == "+16175550100"
    assert child.person.age == 11
    assert child.person.addresses[0].country == "US"
    assert document.reporter.person.emails[0].address == "fay@example.org"
    assert document.public.says_danger


def test_silence_stays_silence():
    document = compose({}, began_at=AT)
    assert document.incident_type == ""
    assert (document.incident_at, document.incident_at_description) == (AT, THE_CALL)
    assert document.reported_persons == document.victims == ()
    assert to_json(document.public) == {}


def test_a_limit_is_told_in_the_words_of_the_question():
    with pytest.raises(AnswerTooLongError, match="takes at most 200 characters"):
        reading.typed(SECTIONS_BY_ID["child"], {"child_city": "x" * 201})
