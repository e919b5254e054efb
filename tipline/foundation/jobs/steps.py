"""Run the steps of a journey: in turn, each remembered, none retried needlessly."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import structlog

from tipline.foundation.jobs.models import StepRun, StepState

log = structlog.get_logger()
Step = Callable[[int], bool | None]
"""Works on a subject; True says that there is more of it, and others may go first."""
Clock = Callable[[], datetime]

ATTEMPTS_MAX = 5


def retry_delay(attempts: int) -> timedelta:
    """Give how long to wait after the n-th failed attempt: 2, 8, 32, 128 seconds."""
    return timedelta(seconds=2 * 4 ** (attempts - 1))


def run_steps(
    subject_id: int,
    steps: Mapping[str, Step],
    *,
    clock: Clock,
    on_failed: Callable[[int, str], None],
) -> timedelta | None:
    """Run what is left of a journey, and give when to try again, if at all.

    A step that is done is not repeated. One that fails holds up the others only while
    it is retried: after the last attempt `on_failed` puts it before a person, and the
    journey goes on without it. One that has more to do goes on in the next run.
    """
    states = dict(
        StepRun.objects.filter(subject_id=subject_id).values_list("step", "state")
    )
    for name, step in steps.items():
        if states.get(name) in (StepState.DONE, StepState.FAILED):
            continue
        try:
            has_more = step(subject_id)
        except Exception as error:  # noqa: BLE001 - whatever broke, a person must learn of it
            delay = _note_failure(subject_id, name, error, clock=clock)
            if delay is not None:
                return delay
            on_failed(subject_id, name)
        else:
            if has_more:
                return timedelta(0)
            _note_done(subject_id, name, clock())
    return None


def forget_failure(subject_id: int, step: str, *, later: Collection[str]) -> bool:
    """Let a failed step be tried again, and those after it, which did without it.

    Tells whether the step had failed; if not, nothing is forgotten.
    """
    runs = StepRun.objects.filter(subject_id=subject_id)
    if not runs.filter(step=step, state=StepState.FAILED).delete()[0]:
        return False
    runs.filter(step__in=later).delete()
    return True


def forget_steps(subject_id: int, steps: Collection[str]) -> None:
    """Let steps run again, however they ended."""
    StepRun.objects.filter(subject_id=subject_id, step__in=steps).delete()


def _note_done(subject_id: int, name: str, at: datetime) -> None:
    StepRun.objects.bulk_create(
        [
            StepRun(
                subject_id=subject_id,
                step=name,
                state=StepState.DONE,
                attempts=1,
                updated_at=at,
            )
        ],
        update_conflicts=True,
        unique_fields=["subject_id", "step"],
        update_fields=["state", "error_code", "updated_at"],
    )


def _note_failure(
    subject_id: int, name: str, error: Exception, *, clock: Clock
) -> timedelta | None:
    run, _ = StepRun.objects.get_or_create(
        subject_id=subject_id,
        step=name,
        defaults={"state": StepState.RETRYING, "attempts": 0, "updated_at": clock()},
    )
    run.attempts += 1
    is_last = run.attempts >= ATTEMPTS_MAX
    run.state = StepState.FAILED if is_last else StepState.RETRYING
    # The class names the cause; its text may hold what a report said.
    run.error_code = str(getattr(error, "code", type(error).__name__))[:100]
    run.updated_at = clock()
    run.save()
    log.error(
        "jobs.step_failed",
        step=name,
        report_id=subject_id,
        attempts=run.attempts,
        error_code=run.error_code,
        exc_info=error,
    )
    return None if is_last else retry_delay(run.attempts)
