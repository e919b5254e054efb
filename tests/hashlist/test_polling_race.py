"""Changes out of order: whoever polls (from, to] never misses one.

Alone in its file, since what it commits stays: files without a test in a transaction
run after all others.
"""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests import cast
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import feed, members, services, sharing
from tipline.hashlist.states import ListKind

WRITERS = 3
ITEMS = 8


@pytest.fixture
def industry(django_db_setup, django_db_blocker):
    """A list that is really committed, and a reader and a writer of it."""
    del django_db_setup
    with django_db_blocker.unblock():
        hash_list = stage.new_list(
            ListKind.INDUSTRY, f"polled {datetime.now(UTC):%H%M%S%f}"
        )
        writer, _ = stage.join(hash_list, "Polled Writer", may_contribute=True)
        reader, member = stage.join(hash_list, "Polled Reader")
        yield hash_list, writer, reader
        services.kill_list(cast.STAGE, hash_list.pk, at=stage.NOW)
        members.end_access(cast.STAGE, member.pk, at=stage.NOW)


def write(hash_list, writer, *, number: int, slow: threading.Event) -> None:
    """Add items; every second one is held open for a while before it is committed."""
    for count in range(ITEMS):
        with acting(writer.principal):
            sharing.contribute(
                writer.principal,
                hash_list.slug,
                entry_id=f"{number}-{count}",
                contribution=sharing.Contribution(
                    media="image", values=[("md5", f"{number:016x}{count:016x}")]
                ),
                at=datetime.now(UTC),
            )
            if count % 2:
                slow.wait(0.15)
    connection.close()


def poll(reader, access, since):
    """Fetch up to this very second, as a poller that trusts its own clock does."""
    until = datetime.now(UTC).replace(microsecond=0)
    page = feed.changes(reader.principal, access, since=since, until=until)
    assert page.settled_at >= until
    return {one.entry_id for one in page.items}, until


def test_polls_that_race_with_writers_see_every_item(industry):
    hash_list, writer, reader = industry
    access = sharing.access_to(reader.principal, hash_list.slug)
    threads = [
        threading.Thread(
            target=write,
            args=(hash_list, writer),
            kwargs={"number": number, "slow": threading.Event()},
        )
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    seen, since = set(), None
    while any(thread.is_alive() for thread in threads):
        found, since = poll(reader, access, since)
        seen |= found
    threading.Event().wait(1.5)  # the last stamps are of the coming second
    seen |= poll(reader, access, since)[0]
    wanted = {f"{n}-{c}" for n in range(WRITERS) for c in range(ITEMS)}
    assert wanted <= seen
