"""The agency's own texts of drafts: what the next draft is made of."""

from collections.abc import Mapping
from typing import Annotated

from django.utils import translation
from pydantic import Field

from tipline.casework.errors import ChangedMeanwhileError
from tipline.foundation.errors import NotFoundError
from tipline.foundation.languages import SOURCE
from tipline.intake.wording import Words
from tipline.paperwork import queries, services
from tipline.paperwork.errors import TextFaultyError
from tipline.paperwork.facts import LISTS, NAMES
from tipline.paperwork.kinds import DraftKind, text_of
from tipline.paperwork.language import LONGEST_TEXT
from tipline.paperwork.queries import TextInUse
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import (
    NO_NUL,
    Body,
    Language,
    Moment,
    Query,
    Shape,
)

DRAFT = "drafts/<slug:draft>"


class DraftLine(Shape):
    """A kind of draft, and whether the agency's own text is used for it."""

    draft: str
    version: int
    is_own: bool
    saved_at: Moment | None


class Drafts(Shape):
    """The kinds of drafts, and what their texts may say.

    `values` are the names of single values with a sentence on each, `lists` the fields
    of each list; docs/guide/drafts.md says how a text is written.
    """

    drafts: list[DraftLine]
    values: dict[str, str]
    lists: dict[str, dict[str, str]]
    longest_text: int


class DraftQuery(Query):
    """In which language the texts and sentences that Tipline brings are."""

    language: Language = SOURCE.code


class DraftShape(DraftLine):
    """The text that is used, and the one that Tipline brings.

    `version` goes along with the next change; 0 if the agency never kept a text.
    """

    text: str
    shipped: str


class DraftBody(Body):
    """The agency's text, its version as it was read last; empty goes back to ours."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=NO_NUL)]
    version: Annotated[int, Field(ge=0)]


class SavedText(Shape):
    """A text that the agency kept; an empty one went back to Tipline's."""

    version: int
    text: str
    saved_at: Moment


class SavedTexts(Shape):
    """What the agency kept for a kind of draft, the newest first."""

    texts: list[SavedText]


def _line(used: TextInUse) -> DraftLine:
    return DraftLine(
        draft=used.kind.value,
        version=used.version,
        is_own=used.saved_at is not None,
        saved_at=used.saved_at,
    )


def _kind(draft: str) -> DraftKind:
    if draft not in set(DraftKind):
        raise NotFoundError
    return DraftKind(draft)


@operation(
    "GET", "drafts", name="drafts", group="Drafts", asks=DraftQuery, answers=Drafts
)
def drafts(call: Call, asked: DraftQuery) -> Drafts:
    """List the kinds of drafts, and the names that their texts may use."""
    used = [queries.text_for(call.principal, kind) for kind in DraftKind]
    with translation.override(asked.language):
        values, lists = (
            _said(NAMES),
            {name: _said(each) for name, each in LISTS.items()},
        )
    return Drafts(
        drafts=[_line(each) for each in used],
        values=values,
        lists=lists,
        longest_text=LONGEST_TEXT,
    )


def _said(names: Mapping[str, Words]) -> dict[str, str]:
    return {name: str(words) for name, words in names.items()}


@operation(
    "GET",
    DRAFT,
    name="draft",
    group="Drafts",
    asks=DraftQuery,
    answers=DraftShape,
    refuses=(NotFoundError,),
)
def draft(call: Call, asked: DraftQuery, draft: str) -> DraftShape:
    """Give the text of a kind of draft, and the one that Tipline brings."""
    kind = _kind(draft)
    with translation.override(asked.language):
        used, shipped = queries.text_for(call.principal, kind), text_of(kind)
    return DraftShape(**vars(_line(used)), text=used.text, shipped=shipped)


@operation(
    "POST",
    DRAFT,
    name="draft",
    group="Drafts",
    asks=DraftBody,
    answers=DraftLine,
    refuses=(NotFoundError, TextFaultyError, ChangedMeanwhileError),
)
def keep_text(call: Call, asked: DraftBody, draft: str) -> DraftLine:
    """Keep a text for a kind of draft, or go back to the one that Tipline brings.

    It holds for the whole agency. A text that cannot be read is not kept: `detail`
    names the line. If a colleague kept one since `version`, nothing is written over.
    """
    kind = _kind(draft)
    services.save_text(
        call.principal, kind, asked.text, version=asked.version, at=call.at
    )
    return _line(queries.text_for(call.principal, kind))


@operation(
    "GET",
    f"{DRAFT}/texts",
    name="draft-texts",
    group="Drafts",
    answers=SavedTexts,
    refuses=(NotFoundError,),
)
def saved_texts(call: Call, draft: str) -> SavedTexts:
    """List the texts that the agency kept for a kind of draft, the newest first."""
    found = queries.saved_texts(call.principal, _kind(draft))
    return SavedTexts(
        texts=[
            SavedText(version=each.pk, text=each.text, saved_at=each.saved_at)
            for each in found
        ]
    )
