"""What happens to past reports when lists change, or Tipline learned more.

    look_back   what came to lists is searched for in the archive, within seconds
    sweep       every picture is asked again, in every turn: hourly, or for a long list
    look_again  contents that were hashed before there were turns are hashed anew
    link_again  reports from before nearly the same pictures linked them are linked

All but the last find reports that may hold what is listed. Those go on their journey
again from the step `match`, which decides.
"""

import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from tipline.files import looking_again
from tipline.foundation.jobs import queries as jobs
from tipline.foundation.policy.principal import system
from tipline.linking import linking_again
from tipline.matching import changes, looking_back, sweeping
from tipline.matching.spreading import in_process, on_cluster
from tipline.pipeline import BEHIND, QUEUE, URGENT, decoded, travel_again

_SLICE_SECONDS = 20.0
# What hangs on a content's hashes: with others it may be near to another, too.
_FROM_HASHES = ("match", "link", "assess", "route")


def look_back_soon() -> None:
    """Queue a search of past files, if lists have changed since the last."""
    if looking_back.is_due(system("look-back")):
        _defer_once(look_back)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="look_back_surely", queueing_lock="look_back_surely")
def look_back_surely(timestamp: int) -> None:
    """Queue the search every minute, should whoever noticed a change have died."""
    del timestamp
    look_back_soon()


@app.task(
    queue="upkeep",
    name="look_back",
    queueing_lock="look_back",
    priority=URGENT,
    retry=RetryStrategy(linear_wait=5),
)
def look_back() -> None:
    """Find the past files of what came to lists, and match their reports again."""
    if looking_back.look_back(system("look-back"), travel_again):
        sweep_soon(least=looking_back.FEW)


def sweep_soon(*, least: int = 1) -> None:
    """Sweep the archive for what came to lists, if that is at least so much."""
    actor = system("sweep")
    sweeping.begin(actor, least=least, at=datetime.now(UTC))
    if sweeping.is_under_way(actor):
        _defer_once(sweep)


def _defer_once(task: Task[[], None, []]) -> None:
    """Queue a task unless it waits already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer()


@app.periodic(cron="17 * * * *")
@app.task(queue="upkeep", name="sweep_hourly", queueing_lock="sweep_hourly")
def sweep_hourly(timestamp: int) -> None:
    """Look again, in every turn, for what came to lists in the last hour."""
    del timestamp
    sweep_soon()


# After everything else, and for some seconds each time: reports that come go first.
@app.task(
    queue="upkeep",
    name="sweep",
    queueing_lock="sweep",
    lock="sweep",
    priority=BEHIND,
    retry=RetryStrategy(linear_wait=30),
)
def sweep() -> None:
    """Go on with the sweep of the archive that is under way."""
    until = time.monotonic() + _SLICE_SECONDS
    scheduler = settings.ENVIRONMENT.dask_scheduler
    was_under_way = sweeping.is_under_way(system("sweep"))
    if sweeping.go_on(
        system("sweep"),
        partial(travel_again, behind=True),
        spread=on_cluster(scheduler) if scheduler else in_process,
        is_over=lambda: time.monotonic() > until,
        clock=partial(datetime.now, UTC),
    ):
        _defer_once(sweep)
    elif was_under_way:
        sweep_soon(least=looking_back.FEW)


@app.periodic(cron="* * * * *")
@app.task(
    queue="upkeep",
    name="look_again",
    queueing_lock="look_again",
    lock="look_again",
    priority=BEHIND,
)
def look_again(timestamp: int) -> None:
    """Hash contents anew that came before turns were kept, while no report waits."""
    del timestamp
    actor, until = system("look-again"), time.monotonic() + _SLICE_SECONDS
    while time.monotonic() < until and not jobs.is_busy(actor, QUEUE):
        content_id = looking_again.next_old_content(actor)
        if content_id is None:
            return
        looking_again.look_again(
            actor,
            content_id,
            decoded,
            again=partial(travel_again, steps=_FROM_HASHES, behind=True),
            at=datetime.now(UTC),
        )


@app.periodic(cron="* * * * *")
@app.task(
    queue="upkeep",
    name="link_again",
    queueing_lock="link_again",
    lock="link_again",
    priority=BEHIND,
)
def link_again(timestamp: int) -> None:
    """Link old reports by what is nearly the same, some at a time, when none waits."""
    del timestamp
    actor, until = system("link-again"), time.monotonic() + _SLICE_SECONDS
    again = partial(travel_again, steps=("link",), behind=True)
    while time.monotonic() < until and not jobs.is_busy(actor, QUEUE):
        if not linking_again.link_again(actor, again):
            return


@app.periodic(cron="37 3 * * *")
@app.task(queue="upkeep", name="prune_changes", queueing_lock="prune_changes")
def prune_changes(timestamp: int) -> None:
    """Forget the changes that every index and search has followed for a week."""
    at = datetime.fromtimestamp(timestamp, UTC)
    changes.prune(system("index"), at=at)
