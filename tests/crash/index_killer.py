"""Run beside a database that changes: keeps its indexes, and is killed all the time.

Forks a keeper, kills it with SIGKILL after some milliseconds, and again. Now and then
it damages a folder. At the end it keeps the indexes until they are up to date.
"""

import os
import random
import shutil
import signal
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tipline.config.settings"
django.setup()

from django.db import connection  # noqa: E402

from tipline.foundation.policy.principal import system  # noqa: E402
from tipline.hashing import pdq_segments_writer  # noqa: E402
from tipline.matching import index_keeper  # noqa: E402
from tipline.matching.indexes import INDEXES  # noqa: E402

LONGEST_LIFE_SECONDS = 0.4
DAMAGE_EVERY = 8


def damage(chance: random.Random) -> None:
    """Do to an index what disks and people do."""
    folder = chance.choice(INDEXES).folder
    files = sorted(folder.glob("[!l]*")) if folder.exists() else []
    what = chance.randrange(3)
    if what == 0 or not files:
        shutil.rmtree(folder, ignore_errors=True)
    elif what == 1:
        chance.choice(files).unlink()
    else:
        path = chance.choice(files)
        # Replaced, not cut: that would end whoever has it mapped (decision 10).
        half = path.with_name(f"{path.name}.half")
        half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        half.replace(path)


def keep() -> None:
    index_keeper.IndexKeeper(system("index"), told=lambda: None).run()


def main(*, seed: int, kills: int) -> None:
    chance = random.Random(seed)
    pdq_segments_writer.MOST_LIVE = 40
    index_keeper.TRY_AGAIN_SECONDS = index_keeper.LOOK_EVERY_SECONDS = 0.02
    for number in range(kills):
        child = os.fork()
        if not child:
            keep()
        time.sleep(chance.random() * LONGEST_LIFE_SECONDS)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if number % DAMAGE_EVERY == DAMAGE_EVERY - 1:
            damage(chance)
    print("all killed", flush=True)  # noqa: T201
    sys.stdin.read()  # until the database rests
    keeper = index_keeper.IndexKeeper(system("index"), told=lambda: None)
    keeper.start()
    assert keeper.is_ready.wait(240)  # other tests share the processors
    keeper.stop()
    keeper.join()
    connection.close()


if __name__ == "__main__":
    main(seed=int(sys.argv[1]), kills=int(sys.argv[2]))
