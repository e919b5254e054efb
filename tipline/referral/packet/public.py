"""What a packet says of a report that a member of the public told on the telephone."""

from tipline.intake.public_details import PublicDetails
from tipline.intake.public_form import FIELDS
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
from tipline.referral.packet.wording import NOT_PROVIDED, joined, moment

LEAD = (
    "A member of the public told this on the telephone, and staff of the clearinghouse "
    "typed it in. The clearinghouse has not verified it, unless the box on the first "
    "page says so. The answers as typed are among the originals."
)
NOT_SAID = "(Not said by the caller)"
UNVERIFIED = Banner(
    Tone.ALERT,
    "Reported by the public, by telephone: unverified",
    "One person told this on the telephone. Nobody has verified who called, or what "
    "was said. Staff of the clearinghouse typed it in, read it and released it to you.",
)
CONFIRMED = Banner(
    Tone.ALERT,
    "Reported by the public, by telephone: danger confirmed",
    "The caller says that a child is in danger now. A call back or a second member of "
    "staff confirmed it, as section C says. Nothing else is verified.",
)
CHECKS = {
    ("call-back", "confirmed"): "The caller was called back and confirmed it.",
    (
        "call-back",
        "not-confirmed",
    ): "The caller was called back and did not confirm it.",
    ("call-back", "not-reached"): "The caller was called back; nobody answered.",
    ("second-person", "confirmed"): "A second member of staff judged it credible.",
    ("second-person", "not-confirmed"): "A second member of staff doubted it.",
}


def banner(public: PublicReport) -> Banner:
    """Give the box of the first page."""
    return CONFIRMED if public.is_confirmed else UNVERIFIED


def asked_blocks(details: PublicDetails) -> tuple[Block, ...]:
    """Write down what only a member of the public is asked."""
    rows = (
        *told("A child is in danger now", _says("danger_now", details.danger_now)),
        *told("The danger", details.danger),
        *told("Where the child is now", details.child_now),
        *told("Access to the child", _says("access", details.access)),
        *told("Who the person is to the child", details.relation),
        *told("When, in the caller's words", details.happened),
        *told("How the caller knows", details.how_known),
        *told("Who called", _says("told_by", details.told_by)),
        *told("Number to call back", details.callback_number),
        *told(
            "Police may get in touch", _says("contact_allowed", details.contact_allowed)
        ),
        *told("Language of the caller", details.language),
    )
    return (Heading("What the caller was asked"), Facts(rows)) if rows else ()


def _says(name: str, code: str | None) -> str | None:
    return str(FIELDS[name].says(code)) if code else None


def decided_blocks(public: PublicReport) -> tuple[Block, ...]:
    """Write down how the clearinghouse came by the report, and who let it pass."""
    broke_off = "The call broke off; the report is as far as it came."
    checks = tuple(
        joined((CHECKS.get((check.kind, check.outcome)), moment(check.at)))
        for check in public.checks
    )
    rows = (
        Row("Call began", (moment(public.began_at),)),
        *told("Call", broke_off if public.is_abandoned else None),
        *((Row("Danger checked", checks),) if checks else ()),
        *told(
            "Released to agencies",
            moment(public.released_at) if public.released_at else None,
        ),
    )
    return (Heading("Reported by the public"), Facts(rows))


def in_callers_words(block: Block) -> Block:
    """Say of what is missing that the caller, and no company, did not say it."""
    if not isinstance(block, Facts):
        return block
    rows = (
        Row(
            row.label,
            tuple(NOT_SAID if v == NOT_PROVIDED else v for v in row.values),
            row.face,
        )
        for row in block.rows
    )
    return Facts(tuple(rows))
