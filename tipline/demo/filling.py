"""Fill a running demonstration: send its reports, and wait for what becomes of them."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tipline.demo import cast, documents, pictures, scenes
from tipline.demo.folder import Progress
from tipline.demo.scene import Scene
from tipline.demo.wire import PlatformProgram
from tipline.foundation.errors import UnavailableError
from tipline.foundation.jobs import queries as jobs
from tipline.foundation.policy.principal import Principal
from tipline.intake import queries as intake
from tipline.matching import looking_back
from tipline.pipeline import STEPS

SEED = 7
PATIENCE_SECONDS = 300.0  # without a single report coming to its end
_LOOK_EVERY_SECONDS = 0.2

Told = Callable[[int, int], None]  # how many are through, of how many


class JourneysStuckError(UnavailableError):
    """The worker does not bring the reports to their end."""

    code = "demo-journeys-stuck"
    sentence = (
        "%(waiting)s reports are still on their way and nothing moves. The reason is "
        "in the folder log, in worker.log."
    )


def send_reports(
    actor: Principal, data: Path, *, host: str, port: int, reports: int, told: Told
) -> int:
    """Send what is missing of the first `reports` reports; give how many were sent.

    What was sent is noted after each report, so that nothing is sent twice when a
    demonstration is cut off or started again.
    """
    now = datetime.now(UTC)
    progress = Progress.read(data)
    if progress is None:
        cast.load_lists(actor, at=now)
        progress = Progress(began_at=now, sent=0)
    missing = range(progress.sent, reports)
    if not missing:
        return 0
    logins = cast.issue_logins(actor, at=now)
    with ExitStack() as connections:
        programs = {
            name: connections.enter_context(
                PlatformProgram(
                    host, port, username=login.username, password=login.password
                )
            )
            for name, login in logins.items()
        }
        for number in missing:
            report = scenes.scene(SEED, number, at=progress.began_at)
            send(programs[report.platform], report)
            progress = replace(progress, sent=number + 1)
            progress.write(data)
            told(number + 1, reports)
    return len(missing)


def send(program: PlatformProgram, scene: Scene) -> int:
    """Send one report as its platform would; give its id."""
    report_id = program.submit(documents.report(scene))
    for upload in scene.uploads:
        file_id = program.upload(report_id, upload.name, upload.content)
        if upload.is_described:
            at = scene.happened_at - timedelta(minutes=1)
            program.describe(
                documents.file_details(
                    upload, report_id=report_id, file_id=file_id, at=at
                )
            )
    if scene.ending == "finish":
        program.finish(report_id)
    elif scene.ending == "retract":
        program.retract(report_id)
    return report_id


def list_late(actor: Principal, *, told: Told) -> None:
    """Put pictures of old reports on a list, and wait until it has found them.

    Raises:
        JourneysStuckError: nothing moved for five minutes.
    """
    cast.load_late_list(actor, at=datetime.now(UTC))
    since = time.monotonic()
    while looking_back.is_due(actor):
        if time.monotonic() - since > PATIENCE_SECONDS:
            raise JourneysStuckError(waiting=len(pictures.LATE))
        time.sleep(_LOOK_EVERY_SECONDS)
    wait_for_journeys(actor, told=told)


def wait_for_journeys(actor: Principal, *, told: Told) -> None:
    """Wait until every finished report has come to the end of its journey.

    Raises:
        JourneysStuckError: nothing moved for five minutes.
    """
    last_step = list(STEPS)[-1]
    before, since = -1, time.monotonic()
    while True:
        ended = jobs.ended_count(actor, last_step)
        finished = intake.report_counts(actor).get(("finished", False), 0)
        told(ended, finished)
        if ended >= finished:
            return
        if ended > before:
            before, since = ended, time.monotonic()
        elif time.monotonic() - since > PATIENCE_SECONDS:
            raise JourneysStuckError(waiting=finished - ended)
        time.sleep(_LOOK_EVERY_SECONDS)
