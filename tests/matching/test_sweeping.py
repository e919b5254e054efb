"""The whole archive is searched for what came to lists, part by part."""

import os
import signal
from datetime import UTC, datetime

import numpy as np
import pytest
from distributed import LocalCluster

from tests import cast
from tests.hashing import awkward
from tests.matching import test_looking_back as past
from tipline import past_reports, pipeline
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashing.distance import pdq_distance
from tipline.hashing.laid import laid
from tipline.hashing.pdq_join import ASKED, near_a_list
from tipline.hashing.turns import Turn
from tipline.matching import changes, looking_back, queries, sweeping
from tipline.matching.models import Lookback
from tipline.matching.spreading import in_process, on_cluster

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def small(monkeypatch):
    """Two entries are many, and two hashes are a part."""
    monkeypatch.setattr(looking_back, "FEW", 1)
    monkeypatch.setattr(sweeping, "PART", 2)


def sweep(*, most: int = 10**6, spread=in_process) -> list[int]:
    """Go on with a sweep for so many parts; give the reports that it took up."""
    found: list[int] = []
    asked = iter(range(most))
    sweeping.go_on(
        cast.STAGE,
        found.append,
        spread=spread,
        is_over=lambda: next(asked, None) is None,
        clock=lambda: NOW,
    )
    return found


def state():
    (newest, *_) = queries.sweeps(cast.STAGE)
    return newest.parts_done, newest.parts, newest.finished_at is not None


@pytest.fixture
def archive():
    """Four reports: two of one picture, one of them turned; two of others."""
    content = past.factories.picture(81)
    turned = past.laid(content, past.Image.Transpose.ROTATE_270)
    others = [past.factories.picture(82), past.factories.picture(83)]
    return [past.past_report(each) for each in (content, turned, *others)]


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_a_long_list_is_swept_for_and_found_in_every_turn(archive):
    pdq, md5 = past.pdq_of(archive[0]), past.content_of(archive[2]).md5
    past.load(f"pdq,{pdq.hex()}", f"md5,{md5}", "md5," + "0" * 32)
    assert past.settle() == []  # too many to be searched for one by one
    assert state() == (0, 5, False)
    assert sorted(set(sweep())) == sorted(archive[:3])
    assert state() == (5, 5, True)
    with acting(cast.STAGE):
        actions = Entry.objects.filter(action__startswith="archive.sw")
        assert set(actions.values_list("action", flat=True)) == {
            "archive.sweep_began",
            "archive.swept",
        }
        mark = Lookback.objects.get()
    assert mark.swept_to == mark.searched_to


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_a_sweep_that_was_cut_off_goes_on_and_repeats_nothing(archive):
    past.load(f"pdq,{past.pdq_of(archive[0]).hex()}", "md5," + "0" * 32)
    past.settle()
    found = [sweep(most=1), sweep(most=1)]
    assert state() == (3, 5, False)
    found += [sweep(), sweep()]
    assert state() == (5, 5, True)
    assert sorted(each for some in found for each in some) == sorted(archive[:2])


@pytest.mark.django_db
def test_the_hourly_sweep_finds_a_turned_copy_that_the_laid_hash_misses(
    archive, monkeypatch
):
    monkeypatch.setattr(looking_back, "laid", lambda hashes, _: hashes)
    past.load(f"pdq,{past.pdq_of(archive[0]).hex()}")
    assert past.settle() == [archive[0]]
    past_reports.sweep_hourly.func(timestamp=0)
    past_reports.sweep.func()
    pipeline.journey.func(report_id=archive[1])
    assert past.found(archive[1])[0][2] == "turned-left"


@pytest.mark.django_db
def test_there_is_no_sweep_for_nothing():
    past_reports.sweep_hourly.func(timestamp=0)
    assert queries.sweeps(cast.STAGE) == []


@pytest.mark.django_db
def test_changes_are_forgotten_when_all_have_followed_them():
    with acting(cast.STAGE):
        changes.number_changes()
        newest = changes.head()
    later = datetime(2040, 1, 1, tzinfo=UTC)
    past.load("md5," + "0" * 32)
    with acting(cast.STAGE):
        changes.number_changes()
    changes.prune(cast.STAGE, at=later)
    with acting(cast.STAGE):
        assert (
            changes.changed_since([past.changes.ChangeKind.ENTRY], newest) is not None
        )


def brute(listed, pictures):
    """Ask each picture in all eight turns, one by one."""
    result = []
    for hashes in pictures:
        ways = [*hashes, *laid(hashes, Turn.MIRRORED_TURNED_LEFT)]
        result.append(
            any(
                pdq_distance(w.tobytes(), k.tobytes()) <= 31
                for w in ways
                for k in listed
            )
        )
    return result


def pictures_near(listed, seed):
    """Pictures of which some lie near to the list in one of their turns."""
    chance = np.random.default_rng(seed)
    pictures = awkward.hashes("even", 40 * len(ASKED), seed).reshape(40, len(ASKED), 32)
    for row in range(0, 40, 3):
        known = listed[chance.integers(len(listed))][None]
        turn = chance.choice([Turn.UPRIGHT, Turn.MIRRORED_TURNED_LEFT])
        mask = np.packbits(chance.permutation(256) < chance.integers(20, 44))
        pictures[row, chance.integers(len(ASKED))] = laid(known, turn)[0] ^ mask
    return pictures


@pytest.mark.parametrize("seed", range(5))
def test_the_join_is_what_asking_one_by_one_gives(seed):
    listed = awkward.hashes("even", 20, seed + 100)
    pictures = pictures_near(listed, seed)
    expected = brute(listed, pictures)
    assert near_a_list(listed, pictures).tolist() == expected
    assert 0 < sum(expected) < 14


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running


@pytest.mark.parametrize("dying", [1, 2])
def test_several_workers_answer_as_one_and_one_or_all_may_die(cluster, dying):
    listed = awkward.hashes("even", 30, 7)
    questions = [(number, pictures_near(listed, number)) for number in range(30)]
    answers = on_cluster(cluster.scheduler_address)(listed, iter(questions))
    found = dict([next(answers)])
    pids = [worker.process.pid for worker in cluster.workers.values()]
    for pid in pids[:dying]:
        os.kill(pid, signal.SIGKILL)
    found |= dict(answers)
    expected = dict(in_process(listed, iter(questions)))
    assert {n: near.tolist() for n, near in found.items()} == {
        n: near.tolist() for n, near in expected.items()
    }
