"""Say what contents show: every opinion stays, and what stands follows from all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import ReportState
from tipline.review.errors import (
    ContentNotFoundError,
    HeldByAnotherError,
    InconsistentLabelsError,
    OpinionNotYoursError,
    RecognitionGoneError,
    TooManyContentsError,
)
from tipline.review.labels import Labels, faults, from_json, to_json
from tipline.review.models import ContentLabels, ContentReview, Opinion
from tipline.review.near import recognitions
from tipline.review.opinions import (
    ReviewPolicy,
    ReviewState,
    Spoken,
    Standing,
    after,
    is_sampled,
    may_speak,
)
from tipline.review.people import person_of

AT_ONCE_MOST = 200
_UNRANKED = "E"  # a content that nobody queued: its report's level is not known here


@dataclass(frozen=True, kw_only=True)
class Grade:
    """What a person says of a content, how sure they are, and their note."""

    labels: Labels
    is_sure: bool = True
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Graded:
    """What became of several contents: labeled, or passed over and why."""

    labeled: tuple[int, ...]
    passed_over: tuple[tuple[int, str], ...]


def grade(
    actor: Principal,
    content_id: int,
    said: Grade,
    *,
    policy: ReviewPolicy,
    at: datetime,
) -> ContentReview:
    """Keep one person's opinion of a content, and what stands then.

    Raises:
        InconsistentLabelsError: the labels do not fit together.
        ContentNotFoundError: no finished report holds such a content.
        HeldByAnotherError: somebody else has it in hand.
        OpinionNotYoursError: the next opinion must be another person's.
    """
    return _grade(actor, content_id, said, recognized={}, policy=policy, at=at)


def confirm(
    actor: Principal,
    content_id: int,
    key: str,
    *,
    policy: ReviewPolicy,
    at: datetime,
) -> ContentReview:
    """Say of a content what is said of something that it is near to.

    Args:
        actor: the person.
        content_id: the content.
        key: of the recognition that the person confirms.
        policy: which labels a second person looks at.
        at: now.

    Raises:
        RecognitionGoneError: nothing is recognized by that key any more.
        and what `grade` raises.
    """
    with acting(actor):
        found = {each.key: each for each in recognitions(actor, content_id)}
        if key not in found:
            raise RecognitionGoneError
        return _grade(
            actor,
            content_id,
            Grade(labels=found[key].labels),
            recognized=found[key].as_json(),
            policy=policy,
            at=at,
        )


def grade_many(
    actor: Principal,
    content_ids: Sequence[int],
    said: Grade,
    *,
    policy: ReviewPolicy,
    at: datetime,
) -> Graded:
    """Say the same of several contents: each gets an opinion of its own.

    Those that somebody else has in hand, or must look at next, are passed over.

    Raises:
        TooManyContentsError: they are more than `AT_ONCE_MOST`.
        InconsistentLabelsError: the labels do not fit together.
        ContentNotFoundError: one of them is in no finished report; nothing was kept.
    """
    if len(content_ids) > AT_ONCE_MOST:
        raise TooManyContentsError(most=AT_ONCE_MOST)
    _require_consistent(said.labels)
    labeled, passed_over = [], []
    with acting(actor):
        person = person_of(actor)
        for content_id in sorted(set(content_ids)):
            review = _locked(content_id, at=at)
            try:
                _speak(review, person, said, recognized={}, policy=policy, at=at)
            except (HeldByAnotherError, OpinionNotYoursError) as refusal:
                passed_over.append((content_id, refusal.code))
            else:
                labeled.append(content_id)
        audit.record(
            actor,
            "contents.labeled",
            actor.actor,
            content_type=said.labels.content_type.value,
            contents=labeled,
            passed_over=len(passed_over),
        )
    return Graded(labeled=tuple(labeled), passed_over=tuple(passed_over))


def _grade(
    actor: Principal,
    content_id: int,
    said: Grade,
    *,
    recognized: dict[str, Any],
    policy: ReviewPolicy,
    at: datetime,
) -> ContentReview:
    _require_consistent(said.labels)
    with acting(actor):
        review = _locked(content_id, at=at)
        opinion = _speak(
            review,
            person_of(actor),
            said,
            recognized=recognized,
            policy=policy,
            at=at,
        )
        audit.record(
            actor,
            "content.labeled",
            f"content:{content_id}",
            opinion=opinion.pk,
            asked=opinion.asked,
            state=review.state,
            content_type=said.labels.content_type.value,
        )
    return review


def _require_consistent(labels: Labels) -> None:
    found = faults(labels)
    if found:
        raise InconsistentLabelsError(problems=" ".join(f.sentence for f in found))


def _locked(content_id: int, *, at: datetime) -> ContentReview:
    """Lock where a content stands; one that never waited gets its row now."""
    rows = ContentReview.objects.select_related("content")
    found = rows.select_for_update(of=("self",)).filter(pk=content_id).first()
    if found is not None:
        return found
    file = (
        ReportedFile.objects.filter(content_id=content_id, report__is_test=False)
        .filter(report__state=ReportState.FINISHED)
        .order_by("pk")
        .first()
    )
    if file is None:
        raise ContentNotFoundError
    ContentReview.objects.bulk_create(
        [
            ContentReview(
                content_id=content_id,
                report_id=file.report_id,
                priority=_UNRANKED,
                waiting_since=at,
            )
        ],
        ignore_conflicts=True,
    )
    return rows.select_for_update(of=("self",)).get(pk=content_id)


def _speak(
    review: ContentReview,
    person: Person,
    said: Grade,
    *,
    recognized: dict[str, Any],
    policy: ReviewPolicy,
    at: datetime,
) -> Opinion:
    """Keep the opinion if it may be this person's, and move on what stands."""
    is_held = review.held_until is not None and review.held_until > at
    if is_held and review.held_by_id != person.pk:
        raise HeldByAnotherError
    before = _before(review)
    if not may_speak(before, person_id=person.pk, seniority=person.seniority):
        raise OpinionNotYoursError
    opinion = Opinion.objects.create(
        content=review.content,
        person=person,
        seniority=person.seniority,
        asked=review.state,
        labels=to_json(said.labels),
        is_sure=said.is_sure,
        recognized=recognized,
        note=said.note.strip()[:500],
        at=at,
    )
    spoken = Spoken(
        person_id=person.pk,
        seniority=person.seniority,
        labels=said.labels,
        is_sure=said.is_sure,
    )
    sampled = is_sampled(review.content.sha256, policy.sample_percent)
    standing = after(before, spoken, policy=policy, sampled=sampled)
    _move_on(review, standing, opinion)
    return opinion


def _before(review: ContentReview) -> Standing:
    """Give where a content stood, by the rules of the time when people spoke."""
    settled = review.settled_opinion_id or 0
    said = list(Opinion.objects.filter(content_id=review.pk).order_by("pk"))
    return Standing(
        state=ReviewState(review.state),
        last=from_json(said[-1].labels) if said else None,
        spoken=tuple(row.person_id for row in said if row.pk > settled),
    )


def _move_on(review: ContentReview, standing: Standing, opinion: Opinion) -> None:
    review.state = standing.state.value
    review.held_by = review.held_until = None
    review.waiting_since = opinion.at
    last = standing.last
    review.is_violent |= last is not None and (last.has_violence or last.has_bestiality)
    if standing.state is ReviewState.SETTLED:
        review.settled_opinion = opinion
    review.save()
    if standing.labels is None:
        ContentLabels.objects.filter(pk=review.pk).delete()
        return
    kept = ContentLabels(
        content_id=review.pk,
        labels=to_json(standing.labels),
        settled_at=opinion.at,
    )
    # Nobody else writes it: the row of the review is locked.
    ContentLabels.objects.bulk_create(
        [kept],
        update_conflicts=True,
        unique_fields=["content"],
        update_fields=["labels", "settled_at"],
    )
