"""What casework learns of a report each time that it was routed."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from tipline.alerting.outgoing import Outgoing
from tipline.casework.models import Case, CaseHint, CaseMember, CaseState, Work
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.languages import SOURCE
from tipline.foundation.mail import post
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row, statement
from tipline.linking import queries as linking
from tipline.linking.strength import Strength

TASK, QUEUE = "tell_case_match", "alarms"
LINKS_MOST = 500
_HERE = Path(__file__).parent


def follow_report(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Learn the words of a report as it reads now, and which watched cases it matches.

    Whoever works such a case is told in the portal, and by mail if there is any.
    """
    with acting(actor):
        first_row(statement(_HERE, "learn_words"), {"report": report_id})
        found = _matches(actor, report_id)
        before = CaseHint.objects.count() if found else 0
        CaseHint.objects.bulk_create(
            [
                CaseHint(case_id=case, referral_id=referral, kinds=kinds, noticed_at=at)
                for (case, referral), kinds in sorted(found.items())
            ],
            ignore_conflicts=True,
        )
        if found and CaseHint.objects.count() > before:
            audit.record(actor, "case.matched", f"report:{report_id}", cases=len(found))
            app.configure_task(TASK, queue=QUEUE, allow_unknown=False).defer(
                report_id=report_id
            )


def _matches(actor: Principal, report_id: int) -> Mapping[tuple[int, int], str]:
    """Give watched cases of the report's agencies with what they share, by kind."""
    own = dict(
        Work.objects.filter(report_id=report_id, ended_at=None).values_list(
            "agency_id", "pk"
        )
    )
    watched = Case.objects.filter(
        agency_id__in=own, is_watched=True, state=CaseState.OPEN, ended_at=None
    )
    if not watched.exists():
        return {}
    strong = Strength.STRONG.name.lower()
    kinds: dict[int, set[str]] = {}
    for link in linking.links_of(actor, report_id, most=LINKS_MOST):
        if link.strength == strong:
            kinds.setdefault(link.report_id, set()).add(link.kind)
    others = Work.objects.filter(
        case__in=watched, report_id__in=kinds, ended_at=None
    ).exclude(case__works__report_id=report_id)
    found: dict[tuple[int, int], set[str]] = {}
    for case_id, agency_id, other in others.values_list(
        "case_id", "agency_id", "report_id"
    ):
        shared = found.setdefault((int(case_id or 0), own[agency_id]), set())
        shared |= kinds[other]
    return {pair: " ".join(sorted(shared)) for pair, shared in found.items()}


def tell_by_mail(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Mail whoever works the cases that a report matches: that it does, and a link.

    Nothing about case or report is in it.

    Raises:
        MailNotSentError: the mail server did not take one; the job tries again.
    """
    outgoing: Outgoing = settings.ALARM_OUTGOING
    with acting(actor):
        rows = CaseHint.objects.select_for_update().filter(
            referral__report_id=report_id, mailed_at=None
        )
        hints = list(rows)
        cases = {hint.case_id for hint in hints}
        members = CaseMember.objects.filter(case_id__in=cases).values("person_id")
        leads = Case.objects.filter(pk__in=cases).values("lead_id")
        people = Person.objects.filter(Q(pk__in=members) | Q(pk__in=leads))
        people = people.filter(suspended_at=None).order_by("pk")
        if outgoing.mail is not None:
            for person in people:
                with translation.override(person.language or SOURCE.code):
                    subject = _("Tipline: a new report matches a case of yours")
                    text = _text(outgoing.public_url)
                post.send(outgoing.mail, to=person.email, subject=subject, text=text)
        CaseHint.objects.filter(pk__in=[hint.pk for hint in hints]).update(mailed_at=at)


def _text(public_url: str) -> str:
    lines = (
        _("A new report shares something with a case that you work on."),
        _("The case's page says which:"),
        f"{public_url}{reverse('agencies:cases')}?whose=mine",
        _("Nothing about the case or the report is in this message."),
    )
    return "\n\n".join(lines) + "\n"
