"""The worker never sits on a job that it has lost track of."""

import asyncio
import contextlib
import gc
import threading
from functools import partial

import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.utils import sync_to_async

from tipline import pipeline
from tipline.foundation.jobs import worker


def test_a_worker_that_could_not_note_how_a_job_ended_gives_way_to_another():
    async def cannot_be_noted():
        raise ConnectorException

    async def work():
        loop, this = asyncio.get_running_loop(), asyncio.current_task()
        loop.set_exception_handler(partial(worker._end_after_losing_track, this))
        job = asyncio.create_task(cannot_be_noted())
        await asyncio.wait([job])
        del job
        gc.collect()
        await asyncio.sleep(60)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(work())


class Jobs:
    """A queue whose database is away at the first look."""

    def __init__(self):
        self.looks, self.retried = 0, []

    async def get_stalled_jobs(self, *, seconds_since_heartbeat):
        assert seconds_since_heartbeat > worker.HEARTBEAT_SECONDS
        self.looks += 1
        if self.looks == 1:
            raise ConnectorException
        return [a_job(attempts=1)]

    async def retry_job(self, job):
        self.retried.append(job.id)
        raise asyncio.CancelledError


class App:
    def __init__(self):
        self.job_manager = Jobs()


def a_job(*, attempts):
    return Job(
        id=7,
        queue=pipeline.QUEUE,
        lock=None,
        queueing_lock=None,
        task_name="journey",
        task_kwargs={"report_id": 1},
        attempts=attempts,
    )


def test_the_rescue_goes_on_after_the_database_was_away(monkeypatch):
    monkeypatch.setattr(worker, "LOOK_EVERY_SECONDS", 0)
    app = App()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(worker._rescue(app))  # type: ignore[arg-type]
    assert (app.job_manager.looks, app.job_manager.retried) == (2, [7])


@pytest.mark.parametrize("attempts", [0, 1, 50, 5000])
def test_a_journey_that_broke_off_is_always_taken_up_again(attempts):
    retry = pipeline.journey.get_retry_exception(
        exception=ConnectorException(), job=a_job(attempts=attempts)
    )
    assert retry is not None


class Workers(App):
    """Takes notice of the workers in it, and lets one of them end as told."""

    def __init__(self, *, ends, error=None):
        super().__init__()
        self.job_manager.looks = 1
        self.ends, self.error = ends, error
        self.taken, self.canceled = {}, []

    @contextlib.asynccontextmanager
    async def open_async(self):
        yield

    async def run_worker_async(self, **options):
        self.taken[tuple(options["queues"])] = options
        try:
            await asyncio.sleep(0.01 if options["queues"] == self.ends else 60)
        except asyncio.CancelledError:
            self.canceled.append(options["queues"])
            raise
        if self.error:
            raise self.error


@pytest.fixture
def no_stalled_jobs(monkeypatch):
    async def none(_):
        pass

    monkeypatch.setattr(worker, "_rescue_stalled", none)


@pytest.mark.usefixtures("no_stalled_jobs")
def test_videos_have_a_thread_of_their_own_and_end_with_the_others():
    app = Workers(ends=worker.QUEUES)
    asyncio.run(worker._work(app))  # type: ignore[arg-type]
    usual, slow = (app.taken[tuple(q)] for q in (worker.QUEUES, worker.SLOW_QUEUES))
    assert pipeline.QUEUE in usual["queues"]
    assert pipeline.VIDEO_QUEUE in slow["queues"]
    # both would take SIGTERM from each other
    assert usual["install_signal_handlers"] is not slow["install_signal_handlers"]
    beside = [worker.CANNOT_WAIT, worker.SLOW_QUEUES]
    beside += [worker.PUBLIC_QUEUES, worker.OUTGOING_QUEUES]
    assert app.canceled == beside
    assert [pipeline.FORM_QUEUE] == worker.PUBLIC_QUEUES


@pytest.mark.usefixtures("no_stalled_jobs")
@pytest.mark.parametrize("error", [ConnectorException(), None])
def test_a_worker_that_cannot_take_videos_any_more_gives_way_to_another(error):
    app = Workers(ends=worker.SLOW_QUEUES, error=error)
    with pytest.raises(ExceptionGroup):
        asyncio.run(worker._work(app))  # type: ignore[arg-type]
    others = [worker.QUEUES, worker.CANNOT_WAIT]
    others += [worker.PUBLIC_QUEUES, worker.OUTGOING_QUEUES]
    assert sorted(app.canceled) == sorted(others)


def test_a_rescue_that_overhears_the_end_keeps_no_worker_alive(monkeypatch):
    looks = iter(
        (contextlib.suppress(asyncio.CancelledError), contextlib.nullcontext())
    )

    async def overhears(_):
        with next(looks):
            await asyncio.sleep(60)

    monkeypatch.setattr(worker, "LOOK_EVERY_SECONDS", 0)
    monkeypatch.setattr(worker, "_rescue_stalled", overhears)
    app = Workers(ends=worker.QUEUES)

    async def within_the_time():
        await asyncio.wait_for(worker._work(app), 10)  # type: ignore[arg-type]

    asyncio.run(within_the_time())


class FullWorkers(Workers):
    """Each place has a job that waits until all others have begun."""

    def __init__(self, *, jobs):
        super().__init__(ends=None)
        self.together = threading.Barrier(jobs)

    async def run_worker_async(self, **options):
        begun = (
            sync_to_async(self.together.wait, 20) for _ in range(options["concurrency"])
        )
        await asyncio.gather(*begun)
        if options["queues"] != worker.QUEUES:
            await asyncio.sleep(60)  # canceled when the usual places are done


@pytest.mark.usefixtures("no_stalled_jobs")
def test_slow_jobs_in_all_other_places_keep_nothing_urgent_waiting(settings):
    usual = 40  # more than the threads that a loop has of its own, on any machine
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
        update={"worker_concurrency": usual}
    )
    app = FullWorkers(jobs=usual + sum(places for _, places in worker.BESIDE))
    asyncio.run(worker._work(app))  # type: ignore[arg-type]
    assert not app.together.broken
