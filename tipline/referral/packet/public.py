"""What a packet says of a report that a member of the public told or wrote."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.intake.public_details import UNKNOWN, PublicDetails
from tipline.intake.public_form import FIELDS
from tipline.intake.wording import Words
from tipline.referral.packet.contents import PublicReport
from tipline.referral.packet.layout import (
    Banner,
    Block,
    Facts,
    Heading,
    Row,
    Tone,
    told,
)
from tipline.referral.packet.sentence import isolated
from tipline.referral.packet.wording import moment, not_provided

LEAD = _lazy(
    "A member of the public told this on the telephone, and staff of the clearinghouse "
    "typed it in. The clearinghouse has not verified it, unless the box on the first "
    "page says so. The answers as typed are among the originals."
)
LEAD_FORM = _lazy(
    "A member of the public wrote this in the form on the web. Nobody of the "
    "clearinghouse heard the person. The clearinghouse has not verified it, unless the "
    "box on the first page says so. The answers as typed are among the originals."
)
UNVERIFIED_FORM = Banner(
    Tone.ALERT,
    _lazy("Reported by the public, by the form: unverified"),
    _lazy(
        "Somebody wrote this on the web. Nobody has heard the person, or verified who "
        "it was or what it says. Staff of the clearinghouse read it and released it to "
        "you."
    ),
)
CONFIRMED_FORM = Banner(
    Tone.ALERT,
    _lazy("Reported by the public, by the form: danger confirmed"),
    _lazy(
        "The person writes that a child is in danger now. A call back or two members "
        "of staff confirmed it, as section C says. Nothing else is verified."
    ),
)
UNVERIFIED = Banner(
    Tone.ALERT,
    _lazy("Reported by the public, by telephone: unverified"),
    _lazy(
        "One person told this on the telephone. Nobody has verified who called, or "
        "what was said. Staff of the clearinghouse typed it in, read it and released "
        "it to you."
    ),
)
CONFIRMED = Banner(
    Tone.ALERT,
    _lazy("Reported by the public, by telephone: danger confirmed"),
    _lazy(
        "The caller says that a child is in danger now. A call back or a second member "
        "of staff confirmed it, as section C says. Nothing else is verified."
    ),
)
_SECOND_LOOK = {
    ("second-person", "confirmed"): _lazy(
        "A second member of staff judged it credible."
    ),
    ("second-person", "not-confirmed"): _lazy("A second member of staff doubted it."),
}
_LOOKS_AT_FORM = {
    ("second-person", "confirmed"): _lazy("A member of staff judged it credible."),
    ("second-person", "not-confirmed"): _lazy("A member of staff doubted it."),
}


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What a packet calls whoever reported, and what they were asked."""

    contact: Words
    asked: Words
    happened: Words
    knows: Words
    tells: Words
    language: Words
    added: Words
    not_said: Words
    unknown: Words
    checks: Mapping[tuple[str, str], Words]


CALLER = Voice(
    contact=_lazy("Caller, if they said who they are"),
    asked=_lazy("What the caller was asked"),
    happened=_lazy("When, in the caller's words"),
    knows=_lazy("How the caller knows"),
    tells=_lazy("Who called"),
    language=_lazy("Language of the caller"),
    added=_lazy("From the caller"),
    not_said=_lazy("(Not said by the caller)"),
    unknown=_lazy("The caller does not know"),
    checks={
        ("call-back", "confirmed"): _lazy(
            "The caller was called back and confirmed it."
        ),
        (
            "call-back",
            "not-confirmed",
        ): _lazy("The caller was called back and did not confirm it."),
        ("call-back", "not-reached"): _lazy(
            "The caller was called back; nobody answered."
        ),
        **_SECOND_LOOK,
    },
)
AT_THE_FORM = Voice(
    contact=_lazy("Reporting person, if they wrote who they are"),
    asked=_lazy("What the form asked"),
    happened=_lazy("When, in the reporting person's words"),
    knows=_lazy("How the reporting person knows"),
    tells=_lazy("Who reports"),
    language=_lazy("Language of the reporting person"),
    added=_lazy("From the reporting person"),
    not_said=_lazy("(Not answered in the form)"),
    unknown=_lazy("The reporting person does not know"),
    checks={
        (
            "call-back",
            "confirmed",
        ): _lazy("The reporting person was called and confirmed it."),
        (
            "call-back",
            "not-confirmed",
        ): _lazy("The reporting person was called and did not confirm it."),
        (
            "call-back",
            "not-reached",
        ): _lazy("The reporting person was called; nobody answered."),
        **_LOOKS_AT_FORM,
    },
)


def banner(public: PublicReport) -> Banner:
    """Give the box of the first page."""
    if public.is_form:
        return CONFIRMED_FORM if public.is_confirmed else UNVERIFIED_FORM
    return CONFIRMED if public.is_confirmed else UNVERIFIED


def lead(public: PublicReport | None) -> str:
    """Give what stands above everything that was said."""
    return str(LEAD_FORM if public and public.is_form else LEAD)


def voice(public: PublicReport | None) -> Voice:
    """Give what whoever reported is called, by how the report came."""
    return AT_THE_FORM if public and public.is_form else CALLER


def asked_blocks(details: PublicDetails, voice: Voice) -> tuple[Block, ...]:
    """Write down what only a member of the public is asked."""
    access = _says("access", details.access)
    if details.access == UNKNOWN:
        access = str(voice.unknown)
    rows = (
        *told(_("A child is in danger now"), _says("danger_now", details.danger_now)),
        *told(_("The danger"), details.danger),
        *told(_("Where the child is now"), details.child_now),
        *told(_("Access to the child"), access),
        *told(_("Who the person is to the child"), details.relation),
        *told(str(voice.happened), details.happened),
        *told(str(voice.knows), details.how_known),
        *told(str(voice.tells), _says("told_by", details.told_by)),
        *told(_("Number to call back"), details.callback_number),
        *told(
            _("Police may get in touch"),
            _says("contact_allowed", details.contact_allowed),
        ),
        *told(str(voice.language), details.language),
    )
    return (Heading(str(voice.asked)), Facts(rows)) if rows else ()


def _says(name: str, code: str | None) -> str | None:
    return str(FIELDS[name].says(code)) if code else None


def decided_blocks(public: PublicReport) -> tuple[Block, ...]:
    """Write down how the clearinghouse came by the report, and who let it pass."""
    is_form = public.is_form
    how = _("Form") if is_form else _("Call")
    broke_off = (
        _("The form broke off; the report is as far as it came.")
        if is_form
        else _("The call broke off; the report is as far as it came.")
    )
    said = voice(public).checks
    checks = tuple(
        f"{said.get((check.kind, check.outcome), '')} {isolated(moment(check.at))}"
        for check in public.checks
    )
    rows = (
        Row(
            _("Form began") if is_form else _("Call began"), (moment(public.began_at),)
        ),
        *told(how, broke_off if public.is_abandoned else None),
        *((Row(_("Danger checked"), checks),) if checks else ()),
        *told(
            _("Released to agencies"),
            moment(public.released_at) if public.released_at else None,
        ),
    )
    return (Heading(_("Reported by the public")), Facts(rows))


def in_their_words(block: Block, voice: Voice) -> Block:
    """Say of what is missing that the person, and no company, did not say it."""
    if not isinstance(block, Facts):
        return block
    rows = (
        Row(
            row.label,
            tuple(
                str(voice.not_said) if v == not_provided() else v for v in row.values
            ),
            row.face,
        )
        for row in block.rows
    )
    return Facts(tuple(rows))
