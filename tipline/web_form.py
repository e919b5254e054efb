"""What happens to a report that a member of the public fills in on the web.

begin      the first answer opens a report; who holds its key goes on with it
save       each answered page is kept, as a call's are; danger calls people at once
send       the report is finished, and its journey begins
come back  with the key as words: how it stands, questions, what is added; whoever adds
           something is heard by themself, not as one of many who say the same

A form that is left is given up like a call that nobody ends (`telephone`). Nobody
receives such a report but by a person's release.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline import telephone
from tipline.foundation.policy.principal import Principal, system
from tipline.foundation.policy.scope import acting
from tipline.intake import call_queries, calls, web_forms
from tipline.intake.errors import FormNotSendableError
from tipline.intake.origins import ReportOrigin
from tipline.intake.public_form import FormSection
from tipline.pipeline import FORM_QUEUE, travel_again


def begin(key: bytes, *, at: datetime) -> Principal:
    """Open a report for the holder of a key."""
    return web_forms.begin(_digest(key), at=at)


def returning(key: bytes) -> Principal | None:
    """Give who holds a key, or None if no report has it."""
    return web_forms.returning(_digest(key))


def save(
    who: Principal,
    section: FormSection,
    sent: Mapping[str, str],
    *,
    at: datetime,
    delay: timedelta = telephone.AT_ONCE,
) -> calls.Saved:
    """Keep answers of one section; those that were not sent again stay.

    Args:
        who: whoever holds the report's key.
        section: whose answers they are.
        sent: the answers by their questions' names.
        at: now.
        delay: how long people are not called yet, if the answers are urgent.

    Raises:
        AnswerTooLongError, CallNotFoundError, CallOverError, CallTooLongError: as
            `intake.calls.save`.
    """
    with acting(who):
        before = call_queries.answers_of(who, who.organization_id)
        names = [field.name for field in section.fields]
        kept = {name: before[name] for name in names if name in before}
        return telephone.save_answers(
            who,
            who.organization_id,
            section,
            sent={**kept, **sent},
            at=at,
            delay=delay,
        )


def send(who: Principal, *, at: datetime) -> None:
    """Finish the report; to send it again changes nothing.

    Raises:
        FormNotSendableError: nothing was answered.
    """
    with acting(who):
        if not web_forms.told(who).is_open:
            return
        if not call_queries.answers_of(who, who.organization_id):
            raise FormNotSendableError
        report = calls.lock_open_call(who.organization_id, origin=ReportOrigin.FORM)
        # No kind is needed: nobody must find a word for it before help can begin.
        telephone.close(who, report, is_abandoned=False, at=at)


def add_message(who: Principal, text: str, *, at: datetime) -> None:
    """Keep what a key's holder adds; their report is one of many no longer.

    Raises:
        EmptyMessageError, TooManyMessagesError: as `intake.web_forms.add_message`.
    """
    with acting(who):
        web_forms.add_message(who, text, at=at)
        heed_message.defer(report_id=who.organization_id)


@app.task(queue=FORM_QUEUE, name="heed_message", retry=RetryStrategy(linear_wait=5))
def heed_message(report_id: int) -> None:
    """Assess a report again whose author wrote, if it is not assessed anyway."""
    with acting(system("heed")):
        travel_again(report_id, steps=("assess",))


def _digest(key: bytes) -> bytes:
    return web_forms.digest_of(key, settings.RECEIPT_SECRET)
