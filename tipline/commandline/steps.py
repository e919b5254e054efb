"""`tipline steps`: what failed on a report's way, and trying it again."""

import argparse

from tipline import pipeline
from tipline.commandline import context, options
from tipline.commandline.context import ACTOR
from tipline.foundation.jobs import queries

_MOST = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline steps`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    options.add_subcommand(
        commands,
        "failed",
        failed,
        summary="List the steps that failed too often and wait for a person.",
    )
    retried = options.add_subcommand(
        commands, "retry", retry, summary="Try a failed step of a report again."
    )
    retried.add_argument(
        "report", metavar="REPORT", type=options.count, help="the report's id"
    )
    steps = pipeline.ALL_STEPS
    retried.add_argument(
        "step", metavar="STEP", choices=steps, help=f"one of {', '.join(steps)}"
    )


def failed(arguments: argparse.Namespace) -> int:
    """List failed steps, the oldest first."""
    page = queries.failed_steps(ACTOR, most=_MOST)
    facts = [
        {
            "report_id": run.subject_id,
            "step": run.step,
            "attempts": run.attempts,
            "error_code": run.error_code,
            "failed_at": run.updated_at,
        }
        for run in page.runs
    ]
    head = ("report", "step", "attempts", "error", "failed at")
    rows: list[tuple[object, ...]] = [
        (run.subject_id, run.step, run.attempts, run.error_code, run.updated_at)
        for run in page.runs
    ]
    text = context.table(head, rows, none="No step has failed.")
    if page.next_after:
        text += f"\nOnly the {_MOST} oldest are shown."
    options.answer(arguments, facts, text)
    return 0


def retry(arguments: argparse.Namespace) -> int:
    """Queue a failed step once more."""
    pipeline.retry_step(ACTOR, arguments.report, arguments.step)
    facts = {"report_id": arguments.report, "step": arguments.step}
    text = f"{arguments.step} of report {arguments.report} will be tried again."
    options.answer(arguments, facts, text)
    return 0
