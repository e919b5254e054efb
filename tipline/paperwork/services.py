"""Keep an agency's texts and requests, and enclose its drafts in packets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from tipline.casework.errors import ChangedMeanwhileError
from tipline.feedback import links
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence
from tipline.paperwork import language, queries
from tipline.paperwork.clocks import RequestState, request_problem
from tipline.paperwork.document import Titles, docx_of
from tipline.paperwork.errors import (
    RequestIncompleteError,
    RequestOverError,
    TextFaultyError,
)
from tipline.paperwork.facts import VOCABULARY, facts_of
from tipline.paperwork.kinds import DraftKind
from tipline.paperwork.models import DraftText, LegalRequest
from tipline.paperwork.wording import KIND_WORDS
from tipline.referral import queries as referral
from tipline.referral.packet.contents import AnswerLink, Enclosure, PacketContents
from tipline.referral.packet.parts import Part
from tipline.referral.packet.sentence import isolated
from tipline.referral.packet.wording import in_words_of, moment, printable

SHORT_MAX = 200
WITH_LINK = frozenset({Part.ARCHIVE, Part.PDF, Part.JSON})


def save_text(
    officer: Principal, kind: str, text: str, *, version: int, at: datetime
) -> None:
    """Keep an agency's text for a kind of draft; an empty one goes back to ours.

    `version` is that of the text which the officer saw.

    Raises:
        NotFoundError: there is no such kind.
        TextFaultyError: the text cannot be read; the sentence names the line.
        ChangedMeanwhileError: a colleague was faster; nothing is written over.
    """
    if kind not in set(DraftKind):
        raise NotFoundError
    text = printable(text).strip()
    try:
        language.read(text, VOCABULARY)
    except language.TextFaultError as fault:
        raise TextFaultyError(problem=fault.sentence) from fault
    with acting(officer):
        _require_unchanged(officer, DraftKind(kind), version)
        made = DraftText.objects.create(
            organization_id=officer.organization_id,
            kind=kind,
            text=text,
            saved_by=officer.actor,
            saved_at=at,
        )
        audit.record(officer, "draft_text.saved", f"text:{made.pk}", kind=kind)


def _require_unchanged(officer: Principal, kind: DraftKind, version: int) -> None:
    """Refuse to put a text in the place of one that the officer has not seen."""
    with connection.cursor() as cursor:
        # Texts are only added, so there is no row to lock: an agency's come in turn.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('draft text', %s))",
            [officer.organization_id],
        )
    newest = next(iter(queries.saved_texts(officer, kind, most=1)), None)
    if newest is None or newest.pk == version:
        return
    names = accounts.names_of(officer, [newest.saved_by])
    raise ChangedMeanwhileError(
        who=names.get(newest.saved_by, Sentence("A colleague")),
        when=f"{newest.saved_at:%H:%M} UTC",
    )


def enclosing(
    contents: PacketContents,
    part: Part,
    *,
    officer: Principal,
    address_of: Callable[[str], str],
) -> PacketContents:
    """Add what a part needs: drafts, and the link by which the agency answers.

    The ZIP holds the first report, other drafts come alone. `address_of` makes an
    address of a link's secret.
    """
    wanted = DraftKind.FIRST_REPORT if part is Part.ARCHIVE else part
    drafts = tuple(
        _draft(officer, contents, kind)
        for kind in DraftKind
        if kind.value == wanted.value
    )
    link = _answer_link(officer, address_of, contents) if part in WITH_LINK else None
    return replace(contents, enclosures=drafts, answer_link=link)


def _answer_link(
    officer: Principal, address_of: Callable[[str], str], contents: PacketContents
) -> AnswerLink:
    made = links.link_for(officer, contents.report_id, at=contents.prepared_at)
    return AnswerLink(url=address_of(made.secret), expires_at=made.expires_at)


def _draft(officer: Principal, contents: PacketContents, kind: DraftKind) -> Enclosure:
    """Make a draft in the language of who downloads it, of the agency's own text."""
    number = contents.report_id
    with in_words_of(contents.prepared_for):
        draft = language.read(queries.text_for(officer, kind).text, VOCABULARY)
        content = docx_of(
            language.rendered(draft, facts_of(contents)), _titles(contents, kind)
        )
    return Enclosure(
        part=kind.value, name=f"{kind.value}-{number}.docx", content=content
    )


def _titles(contents: PacketContents, kind: DraftKind) -> Titles:
    agency = printable(contents.prepared_for.name)
    known = {"kind": KIND_WORDS[kind], "number": contents.report_id}
    footer = _(
        "Report %(number)s. Drafted %(at)s for %(agency)s. For law enforcement only."
    ) % {
        "number": contents.report_id,
        "at": isolated(moment(contents.prepared_at)),
        "agency": isolated(agency),
    }
    return Titles(
        title=_("%(kind)s, report %(number)s") % known,
        author=contents.prepared_for.name,
        footer=footer,
        at=contents.prepared_at,
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an officer asked of somebody, and the day that counts."""

    kind: str
    addressee: str
    reference: str
    sent_on: date | None
    due_on: date | None


def note_request(
    officer: Principal, report_id: int, asked: Asked, *, at: datetime
) -> LegalRequest:
    """Note what was asked for a report, so that its day is not missed.

    Raises:
        NotFoundError: no such report for the officer's agency.
        RequestIncompleteError: the kind or a day is missing, or the days do not fit.
    """
    with acting(officer):
        # First whether there is one: what is hidden answers like what is missing.
        held = referral.report_for(officer, report_id)
        problem = request_problem(asked.kind, asked.sent_on, asked.due_on)
        if problem or asked.sent_on is None or asked.due_on is None:
            raise RequestIncompleteError(problem=problem)
        made = LegalRequest.objects.create(
            report_id=held.report_id,
            organization_id=officer.organization_id,
            kind=asked.kind,
            addressee=printable(asked.addressee).strip()[:SHORT_MAX],
            reference=printable(asked.reference).strip()[:SHORT_MAX],
            sent_on=asked.sent_on,
            due_on=asked.due_on,
            noted_by=officer.actor,
            noted_at=at,
        )
        audit.record(
            officer,
            "legal_request.noted",
            f"report:{report_id}",
            request=made.pk,
            kind=made.kind,
            due_on=made.due_on.isoformat(),
        )
    return made


def close_request(
    officer: Principal, report_id: int, request_id: int, *, state: str, at: datetime
) -> None:
    """Note that a request for a report was answered or given up.

    Raises:
        NotFoundError: no such request of the officer's agency for this report.
        RequestIncompleteError: it can become nothing else.
        RequestOverError: it is closed already.
    """
    with acting(officer):
        found = queries.locked_request(officer, report_id, request_id)
        if state not in {RequestState.ANSWERED, RequestState.GIVEN_UP}:
            raise RequestIncompleteError(
                problem=Sentence("Say whether it was answered.")
            )
        if found.state != RequestState.WAITING:
            raise RequestOverError
        found.state, found.closed_by, found.closed_at = state, officer.actor, at
        found.save(update_fields=["state", "closed_by", "closed_at"])
        audit.record(
            officer,
            "legal_request.closed",
            f"report:{found.report_id}",
            request=found.pk,
            state=state,
        )
