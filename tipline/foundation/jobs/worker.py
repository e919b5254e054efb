"""The worker process: take jobs from PostgreSQL until told to stop."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from procrastinate.app import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

log = structlog.get_logger()

# What cannot wait has places of its own, which long jobs cannot fill; when they are
# busy, the places for everything take such jobs too. Two, for one is the watch's.
CANNOT_WAIT = ["urgent", "alarms"]
PLACES_APART = 2
QUEUES = [*CANNOT_WAIT, "reports", "upkeep"]
# Each job here takes minutes: they must never hold what the others need.
SLOW_QUEUES = ["videos"]
# Anybody can fill this one: it takes a place beside all others, and no more.
PUBLIC_QUEUES = ["forms"]
# Others' machines answer when they like: two places, and nobody else waits for them.
OUTGOING_QUEUES = ["webhooks"]
# What is taken beside the usual queues: which, and how many jobs at a time.
BESIDE = (
    (CANNOT_WAIT, PLACES_APART),
    (SLOW_QUEUES, 1),
    (PUBLIC_QUEUES, 1),
    (OUTGOING_QUEUES, 2),
)
# Of the threads, for what the queue itself asks of the system.
_SPARE_THREADS = 2
# A worker that was killed gives no sign of life any more; its jobs are taken over.
HEARTBEAT_SECONDS = 2.0
SILENT_SECONDS = 10.0
LOOK_EVERY_SECONDS = 5.0


class StoppedTakingJobsError(Exception):
    """The queue's library stopped taking jobs, and nobody had asked it to."""


def run() -> None:
    """Work until SIGTERM; jobs that a dead worker left are taken up again."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the queue must use Django's database")
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_work(app.with_connector(connector.get_worker_connector())))


async def _work(worker_app: App) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(partial(_end_after_losing_track, asyncio.current_task()))
    concurrency = settings.ENVIRONMENT.worker_concurrency
    # A thread for each place: of its own, the loop has four more than processors, and
    # what cannot wait would wait behind slow jobs that hold them all.
    threads = concurrency + sum(places for _, places in BESIDE) + _SPARE_THREADS
    loop.set_default_executor(ThreadPoolExecutor(threads, "job"))
    async with worker_app.open_async(), asyncio.TaskGroup() as beside:
        # If one of these ends by an error all do, and the process: another is started.
        aside = [
            beside.create_task(_rescue(worker_app)),
            *(
                beside.create_task(_take_jobs(worker_app, *place, is_beside=True))
                for place in BESIDE
            ),
        ]
        try:
            await _take_jobs(worker_app, QUEUES, concurrency)
        finally:
            for each in aside:
                each.cancel()


async def _take_jobs(
    worker_app: App, queues: list[str], concurrency: int, *, is_beside: bool = False
) -> None:
    """Take jobs until told to stop: by SIGTERM, or beside another by being canceled.

    Raises:
        StoppedTakingJobsError: what is beside ended without being canceled, as it does
            when it could not give a sign of life. Its queues would wait for ever.
    """
    await worker_app.run_worker_async(
        queues=queues,
        concurrency=concurrency,
        install_signal_handlers=not is_beside,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=SILENT_SECONDS,
        delete_jobs="successful",
    )
    if is_beside:
        raise StoppedTakingJobsError(queues)


def _end_after_losing_track(
    work: asyncio.Task[Any] | None,
    loop: asyncio.AbstractEventLoop,
    context: dict[str, Any],
) -> None:
    """End the worker when it could not note how a job ended.

    The job would count as being done for as long as this worker lives; its successor
    takes it over.
    """
    error = context.get("exception")
    log.error("jobs.lost_track", error_code=type(error).__name__)
    if work is not None and not work.done():
        loop.call_soon(work.cancel)


async def _rescue(worker_app: App) -> None:
    """Queue again, for good, what workers held that gave no sign of life."""
    this = asyncio.current_task()
    # To be canceled can be lost below, where it meets what was just waited for. Who
    # looked on then kept a worker alive that took no jobs any more.
    while this is not None and not this.cancelling():
        try:
            await _rescue_stalled(worker_app)
        except ConnectorException:
            log.warning("jobs.rescue_failed")  # the database is away: look again later
        if not this.cancelling():
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _rescue_stalled(worker_app: App) -> None:
    stalled = await worker_app.job_manager.get_stalled_jobs(
        seconds_since_heartbeat=SILENT_SECONDS
    )
    for job in stalled:
        await worker_app.job_manager.retry_job(job)
        log.warning("jobs.rescued", job_id=job.id)
