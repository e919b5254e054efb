"""The worker process: take jobs from PostgreSQL until told to stop."""

import asyncio

import structlog
from django.conf import settings
from procrastinate.app import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

log = structlog.get_logger()

QUEUES = ["reports", "upkeep"]
# A worker that was killed gives no sign of life any more; its jobs are taken over.
HEARTBEAT_SECONDS = 2.0
SILENT_SECONDS = 10.0
LOOK_EVERY_SECONDS = 5.0


def run() -> None:
    """Work until SIGTERM; jobs that a dead worker left are taken up again."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the queue must use Django's database")
    asyncio.run(_work(app.with_connector(connector.get_worker_connector())))


async def _work(worker_app: App) -> None:
    async with worker_app.open_async():
        rescue = asyncio.create_task(_rescue(worker_app))
        try:
            await worker_app.run_worker_async(
                queues=QUEUES,
                concurrency=settings.ENVIRONMENT.worker_concurrency,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=SILENT_SECONDS,
                delete_jobs="successful",
            )
        finally:
            rescue.cancel()


async def _rescue(worker_app: App) -> None:
    """Queue again, for good, what workers held that gave no sign of life."""
    while True:
        stalled = await worker_app.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=SILENT_SECONDS
        )
        for job in stalled:
            await worker_app.job_manager.retry_job(job)
            log.warning("jobs.rescued", job_id=job.id)
        await asyncio.sleep(LOOK_EVERY_SECONDS)
