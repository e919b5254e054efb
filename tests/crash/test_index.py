"""However often its keeper is killed, an index is what the database is."""

import os
import random
import secrets
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress

import numpy as np
import pytest
from django.db import connection

from tests import cast
from tipline.files.models import Content, PictureHash, VideoHash
from tipline.foundation.accounts.models import Organization
from tipline.foundation.policy.scope import acting
from tipline.hashing.pdq_segments import PdqSegments
from tipline.hashing.video import FrameHash, pack
from tipline.hashlist.models import HashEntry, HashItem, HashList, ListMember
from tipline.matching import changes
from tipline.matching.indexes import INDEXES, LISTED, rows_of
from tipline.matching.searching import near

pytestmark = pytest.mark.crash

KILLS = 40
HEAL_SECONDS = 300  # other tests share the processors
FEWEST = 12  # contents, once there are so many


class UndoneError(Exception):
    """A transaction that is taken back."""


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A list in the real database, with nothing rolled back; removed afterwards."""
    del django_db_setup
    with django_db_blocker.unblock():
        with acting(cast.STAGE):
            mark = Organization.objects.create(
                kind="platform",
                name=f"crash {secrets.token_hex(8)}",
                created_at=cast.NOW,
            )
            hash_list = HashList.objects.create(
                name=mark.name, slug=mark.name.replace(" ", "-"), kind="imported",
                meaning="known", created_at=cast.NOW,
            )  # fmt: skip
            member = ListMember.objects.create(
                hash_list=hash_list,
                organization=mark,
                number=1,
                name="a",
                joined_at=cast.NOW,
            )
            item = HashItem.objects.create(
                hash_list=hash_list, member=member, entry_id="a", media="image",
                state="active", basis="partner-import", listed_at=cast.NOW,
                created_at=cast.NOW, changed_at=cast.NOW,
            )  # fmt: skip
        yield item
        with acting(cast.STAGE):
            Content.objects.filter(media_type="crash").delete()
            HashEntry.objects.filter(item=item).delete()
            for made in (item, member, hash_list, mark):
                made.delete()
        for index in INDEXES:
            shutil.rmtree(index.folder, ignore_errors=True)
        connection.close()


def change_at_random(item, chance):
    """Make some changes to lists, pictures and videos; give the hashes that came."""
    entries = HashEntry.objects.filter(item=item)
    known = list(entries.values_list("pk", flat=True))
    some = chance.sample(known, min(len(known), 3))
    what = chance.randrange(6)
    if what <= 2:
        values = [chance.randbytes(32) for _ in range(chance.randrange(1, 12))]
        HashEntry.objects.bulk_create(
            HashEntry(
                item=item, hash_list_id=item.hash_list_id, algorithm="pdq",
                value=value.hex(), added_at=cast.NOW,
            )
            for value in values
        )  # fmt: skip
        return values
    if what == 3:
        at = chance.choice([None, cast.NOW])
        entries.filter(pk__in=some).update(withdrawn_at=at)
    elif what == 4:
        entries.filter(pk__in=some[:1]).delete()
        contents = Content.objects.filter(media_type="crash").order_by("pk")
        if contents.count() > FEWEST:
            contents[0].delete()
    else:
        add_content(chance)
    return []


def add_content(chance):
    content = Content.objects.create(
        sha256=chance.randbytes(32).hex(), sha1="", md5="", size_bytes=1,
        inspection="ok", inspected_at=cast.NOW, media_type="crash",
    )  # fmt: skip
    PictureHash.objects.create(
        content=content,
        recipe="r",
        value=chance.randbytes(32),
        quality=chance.choice([20, 90]),
    )
    frames = [
        FrameHash(n, n, 80, chance.randbytes(32)) for n in range(chance.randrange(4))
    ]
    VideoHash.objects.create(
        content=content, recipe="r", length_ms=9, frames=pack(frames)
    )


def keep_changing(item, seed, stop, *, missed):
    """Change and search; what is committed is found at once, whoever was killed."""
    chance = random.Random(seed)
    try:
        while not stop.is_set():
            missed += change_and_search(item, chance)
    except Exception as error:  # noqa: BLE001 - shown by the test
        missed.append(error)
    connection.close()


def change_and_search(item, chance):
    with suppress(UndoneError):
        with acting(cast.STAGE):
            added = change_at_random(item, chance)
            time.sleep(chance.random() / 30)  # so that commits overtake each other
            if chance.random() < 0.2:
                raise UndoneError
        with acting(cast.STAGE):
            found = set(near(LISTED, rows_of(added)).query.tolist())
        return [each for row, each in enumerate(added) if row not in found]
    return []


def killed_while_it_changes(item, seed):
    """Let two threads change the database while its keeper is killed and killed."""
    stop, missed = threading.Event(), []
    threads = [
        threading.Thread(
            target=keep_changing,
            args=(item, f"{seed} {n}", stop),
            kwargs={"missed": missed},
        )
        for n in range(2)
    ]
    killer = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.index_killer", str(seed), str(KILLS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TIPLINE_LOG_FORMAT": "text"},
    )
    for thread in threads:
        thread.start()
    for line in killer.stdout:
        if line.endswith(b"all killed\n"):  # after half a line of who was killed
            break
    stop.set()
    for thread in threads:
        thread.join()
    try:
        out, _ = killer.communicate(timeout=HEAL_SECONDS)
    finally:
        killer.kill()
    assert killer.returncode == 0, out[-2000:].decode(errors="replace")
    assert missed == []


def in_database(index):
    with acting(cast.STAGE):
        parts = list(index.all_hashes())
    ids = np.concatenate([ids for ids, _ in parts]).tolist()
    hashes = np.concatenate([hashes for _, hashes in parts])
    return ids, hashes


def test_a_keeper_killed_at_any_moment_leaves_what_the_database_holds(committed):
    seed = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(10**6)))
    print(f"CRASH_SEED={seed}")  # noqa: T201 - replays a failure
    killed_while_it_changes(committed, seed)
    for index in INDEXES:
        ids, hashes = in_database(index)
        assert len(ids) > FEWEST // 4
        reader = PdqSegments(index.folder)
        with acting(cast.STAGE):
            left = changes.changed_since([index.kind], reader.position)
        assert left is not None
        assert not left.rows
        assert len(reader) == len(ids)
        hits = reader.search(hashes, 0)
        reader.close()
        found = sorted(zip(hits.query.tolist(), hits.entry.tolist(), strict=True))
        assert found == list(enumerate(ids))
        assert not hits.distance.any()
