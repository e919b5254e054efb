"""Whatever is added or corrected: what was said stays, escalations above all."""

from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.codec import from_json, to_json
from tipline.intake.correcting import (
    FIELDS,
    CannotCorrectError,
    corrected,
    supplemented,
)
from tipline.intake.document import (
    Account,
    Correction,
    Email,
    InternetDetail,
    IpCapture,
    Person,
    ReportDocument,
    Reporter,
    SupplementDocument,
)
from tipline.triage.holding import MOST_URGENT, held, ranked_anew
from tipline.triage.priority import Reason

TEXTS = st.text("abc", min_size=1, max_size=5)
ACCOUNTS = st.builds(
    Account,
    screen_name=st.none() | TEXTS,
    user_id=st.none() | TEXTS,
    person=st.none()
    | st.builds(
        Person, emails=st.lists(st.builds(Email, address=TEXTS), max_size=2).map(tuple)
    ),
    ip_captures=st.lists(st.builds(IpCapture, address=TEXTS), max_size=2).map(tuple),
)
SEVERAL = st.lists(ACCOUNTS, max_size=1).map(tuple)
DOCUMENTS = st.builds(
    ReportDocument,
    incident_type=st.just("Child Sex Trafficking"),
    incident_at=st.just(datetime(2026, 11, 20, tzinfo=UTC)),
    reporter=st.just(Reporter(person=Person())),
    escalation_reason=st.none() | TEXTS,
    reported_persons=SEVERAL,
    victims=SEVERAL,
    additional_info=st.none() | TEXTS,
)
CORRECTIONS = st.builds(
    Correction,
    of=st.sampled_from([part for part in FIELDS if part != "file"]),
    field=st.sampled_from(sorted({name for part in FIELDS.values() for name in part})),
    new_value=st.sampled_from(["", "a", "7", "true", "2026-11-20"]),
    number=st.integers(-1, 3),
    old_value=st.none() | TEXTS,
)
SUPPLEMENTS = st.builds(
    SupplementDocument,
    report_id=st.just(1),
    reason=TEXTS,
    escalation_reason=st.none() | TEXTS,
    internet_details=st.lists(
        st.builds(InternetDetail, channel=st.just("chatImIncident"), content=TEXTS),
        max_size=2,
    ).map(tuple),
    reported_persons=SEVERAL,
    victims=SEVERAL,
    additional_info=st.none() | TEXTS,
)


@given(DOCUMENTS, st.lists(SUPPLEMENTS, max_size=2))
def test_what_was_said_before_is_still_said(document, supplements):
    said = document
    for each in supplements:
        said = supplemented(said, each)
    for name in ("internet_details", "reported_persons", "victims"):
        before, after = getattr(document, name), getattr(said, name)
        assert after[: len(before)] == before
    assert (said.additional_info or "").startswith(document.additional_info or "")
    if document.escalation_reason is not None:
        assert said.escalation_reason is not None
        assert document.escalation_reason in said.escalation_reason
    if any(each.escalation_reason is not None for each in supplements):
        assert said.escalation_reason is not None


@given(DOCUMENTS, CORRECTIONS)
def test_a_correction_changes_one_value_and_tells_what_stood_there(document, said):
    with suppress(CannotCorrectError):
        check_one_value(document, said)


def check_one_value(document, said):
    made, old = corrected(document, said)
    changed = [
        f.name
        for f in fields(document)
        if getattr(made, f.name) != getattr(document, f.name)
    ]
    assert set(changed) <= {
        "reported_persons",
        "victims",
        "intended_recipients",
        "incident_type",
        "incident_at",
        "incident_at_as_sent",
        "incident_at_description",
        "platform",
        "additional_info",
    }
    if said.old_value is not None:
        assert old in {said.old_value, None}
    if changed and old is not None and said.new_value and said.of != "report":
        back, _ = corrected(
            made,
            replace(said, new_value=old, old_value=said.new_value)
            if said.old_value is not None
            else replace(said, new_value=old),
        )
        assert back == document


@given(SUPPLEMENTS)
def test_a_supplement_comes_back_from_its_row(supplement):
    assert from_json(SupplementDocument, to_json(supplement)) == supplement


LEVELS = st.sampled_from("123E")
REASONS = st.lists(
    st.builds(
        Reason,
        rule=st.sampled_from(["a", "b", "c"]),
        level=LEVELS,
        sentence=st.just("Said."),
        facts=st.just(()),
    ),
    max_size=4,
)


@given(st.lists(REASONS, min_size=1, max_size=6))
def test_no_number_of_supplements_lowers_a_level_1(rankings):
    stands = held(())
    was_level_1 = False
    for fired in rankings:
        stands = ranked_anew(fired, stands.reasons)
        was_level_1 |= stands.level == MOST_URGENT
        assert not was_level_1 or stands.level == MOST_URGENT


@pytest.mark.parametrize("part", FIELDS)
def test_what_cannot_be_corrected_is_said_with_what_can(part):
    said = Correction(of=part, field="favoriteColor", new_value="x")
    with pytest.raises(CannotCorrectError, match=next(iter(FIELDS[part]))):
        corrected(
            ReportDocument(
                incident_type="x",
                incident_at=datetime(2026, 11, 20, tzinfo=UTC),
                reporter=Reporter(person=Person()),
            ),
            said,
        )
