"""`tipline report`: what is known of reports."""

import argparse

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR
from tipline.commandline.report_facts import facts_of
from tipline.commandline.report_text import text_of
from tipline.foundation.errors import NotFoundError
from tipline.intake import queries as intake
from tipline.intake.wording import incident_words

_STATES = ("open", "finished", "retracted", "expired")
_MOST = 50


class NoSuchReportError(NotFoundError):
    """No report has this id."""

    code = "no-such-report"
    sentence = "There is no report %(report_id)s."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline report`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    shown = options.add_subcommand(
        commands,
        "show",
        show,
        summary="Print all that is known of a report: what was sent, its files, how "
        "complete and how urgent it is and why, what it shares with others, and who "
        "has it. Reading is noted in the audit.",
    )
    shown.add_argument(
        "report", metavar="ID", type=options.count, help="the report's id"
    )
    listed = options.add_subcommand(
        commands, "list", list_newest, summary="List the newest reports."
    )
    listed.add_argument("--state", choices=_STATES, help="only reports in this state")
    listed.add_argument(
        "--limit",
        metavar="N",
        type=options.count,
        default=_MOST,
        help=f"how many at most (default: {_MOST})",
    )


def show(arguments: argparse.Namespace) -> int:
    """Show one report, whatever its state."""
    try:
        facts = facts_of(ACTOR, arguments.report)
    except NotFoundError:
        raise NoSuchReportError(report_id=arguments.report) from None
    options.answer(arguments, facts, text_of(facts))
    return 0


def list_newest(arguments: argparse.Namespace) -> int:
    """List reports, the newest first."""
    found = intake.newest_reports(ACTOR, state=arguments.state, most=arguments.limit)
    facts = [
        {
            "id": report.pk,
            "platform": report.reporter_name,
            "origin": report.origin,
            "state": report.state,
            "is_test": report.is_test,
            "incident_type": report.incident_type,
            "is_escalated": report.is_escalated,
            "is_batched": report.is_batched,
            "completeness": report.completeness,
            "opened_at": report.opened_at,
            "closed_at": report.closed_at,
        }
        for report in found
    ]
    head = ("report", "opened", "state", "test", "platform", "complete", "incident")
    rows: list[tuple[object, ...]] = [
        (
            report.pk,
            report.opened_at,
            report.state,
            report.is_test,
            report.reporter_name,
            report.completeness,
            incident_words(report.incident_type),
        )
        for report in found
    ]
    text = context.table(head, rows, none="There is no such report.")
    options.answer(arguments, facts, text)
    return 0
