"""Who must look at a content, and what stands once they have: pure rules.

Whoever looks second or third is told nothing of the looks before. Two people agree if
they say the same on what laws, lists and urgency turn on; where they do not, a senior
decides. Everything that was said stays.
"""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from tipline.review.labels import ContentType, Labels

SENIOR = 2  # the seniority that decides where two people differ
# In which order contents are handed out, by the names of their fields.
HANDED_OUT_BY = ("priority", "waiting_since", "content_id")


class ReviewPolicy(BaseModel):
    """Which labels a second person looks at, and how long work is lent out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    second_look: tuple[ContentType, ...] = (
        ContentType.CSAM,
        ContentType.EXPLOITATIVE,
    )
    sample_percent: int = Field(default=5, ge=0, le=100)
    hold_minutes: int = Field(default=15, ge=1, le=240)
    set_aside_minutes: int = Field(default=60, ge=1, le=10_080)
    language_minutes: int = Field(default=30, ge=0, le=1440)


class ReviewState(StrEnum):
    """What a content waits for, if anything."""

    FIRST = "first"
    SECOND = "second"
    SENIOR = "senior"
    SETTLED = "settled"


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One person's opinion, with how far up their word counted when they gave it."""

    person_id: int
    seniority: int
    labels: Labels
    is_sure: bool = True


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a content stands: what it waits for, and who spoke since it was settled.

    `labels` are what stands, None unless it is settled: nobody acts on what is not.
    `last` is what the next opinion is compared with.
    """

    state: ReviewState = ReviewState.FIRST
    labels: Labels | None = None
    last: Labels | None = None
    spoken: tuple[int, ...] = ()


def substance(labels: Labels) -> tuple[object, ...]:
    """Give what two people must say alike: what laws, lists and urgency turn on."""
    return (
        labels.content_type,
        labels.act,
        labels.youngest,
        labels.has_violence,
        labels.has_bestiality,
        labels.generated,
    )


def is_sampled(sha256: str, percent: int) -> bool:
    """Tell whether a content is in the sample that two people look at.

    By its hash: nobody can choose, and whoever checks finds the same sample.
    """
    return int(sha256[:8], 16) % 100 < percent


def may_speak(standing: Standing, *, person_id: int, seniority: int) -> bool:
    """Tell whether the next opinion may be this person's.

    Nobody is asked twice about the same question; what is settled, anybody may contest.
    """
    if standing.state is ReviewState.SENIOR and seniority < SENIOR:
        return False
    return person_id not in standing.spoken


def after(
    standing: Standing, said: Spoken, *, policy: ReviewPolicy, sampled: bool
) -> Standing:
    """Give where a content stands once one more person has spoken.

    A senior settles it; so does whoever says what was said before, and is sure. The
    first settles what no second look is asked for.

    Args:
        standing: where it stood.
        said: the new opinion, of somebody who may speak.
        policy: which labels a second person looks at.
        sampled: two people look, whatever the first says.
    """
    labels, spoken = said.labels, (*standing.spoken, said.person_id)
    if standing.last is None:
        is_asked_for = sampled or labels.content_type in policy.second_look
        is_settled = said.is_sure and not is_asked_for
        otherwise = ReviewState.SECOND
    else:
        is_agreed = said.is_sure and substance(standing.last) == substance(labels)
        is_settled = is_agreed or standing.state is ReviewState.SENIOR
        otherwise = ReviewState.SENIOR
    if is_settled:
        return Standing(state=ReviewState.SETTLED, labels=labels, last=labels)
    return Standing(state=otherwise, last=labels, spoken=spoken)
