"""What the worker tidies up by itself."""

import os
import secrets
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from tests import cast, factories
from tipline import upkeep
from tipline.files import keeping
from tipline.files import queries as files
from tipline.foundation.audit.models import Entry
from tipline.foundation.audit.partitions import make_partitions
from tipline.foundation.vault.errors import ObjectMissingError

pytestmark = pytest.mark.django_db

FILES = settings.ENVIRONMENT.data / "files"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def written(content=b"abc"):
    """A file of the vault that no row names."""
    writer = keeping.vault().begin(secrets.token_hex(16), "platform:0")
    writer.write(content)
    return writer.commit()


def is_there(stored):
    try:
        keeping.vault().open(stored).close()
    except ObjectMissingError:
        return False
    return True


def aged(path, age):
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))


def age_object(stored, age):
    (path,) = (FILES / "objects").glob(f"*/{stored.object_id}")
    aged(path, age)


def reap():
    upkeep.reap_files.func(timestamp=int(datetime.now(UTC).timestamp()))


def test_a_file_whose_transaction_never_came_is_gone_after_a_day():
    old, young = written(), written()
    age_object(old, DAY + MINUTE)
    age_object(young, DAY - MINUTE)
    reap()
    assert not is_there(old)
    assert is_there(young)
    entry = Entry.objects.filter(action="files.reaped").latest("position")
    assert '"unnamed": 1' in entry.details


def test_a_file_that_a_report_names_stays_however_old_it_is():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id)
    (file,) = files.files_of(cast.STAGE, report_id)
    stored = keeping.from_row(file.stored)
    age_object(stored, DAY * 400)
    reap()
    assert is_there(stored)


def test_what_an_upload_left_half_written_is_gone_after_a_day():
    keeping.vault()
    folder = FILES / "incoming"
    old, young = folder / "old", folder / "young"
    for path, age in ((old, DAY + MINUTE), (young, DAY - MINUTE)):
        path.write_bytes(b"half")
        aged(path, age)
    reap()
    assert not old.exists()
    assert young.exists()
    young.unlink()


def test_an_hour_with_nothing_to_tidy_leaves_no_entry():
    reap()
    before = Entry.objects.filter(action="files.reaped").count()
    reap()
    assert Entry.objects.filter(action="files.reaped").count() == before


def partitions():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = 'audit_entry'::regclass"
        )
        return {name for (name,) in cursor.fetchall()}


def test_the_audit_has_a_table_ready_before_its_month_begins():
    for _ in range(2):
        make_partitions(date(2031, 11, 30))
    assert partitions() >= {
        "audit_entry_2031_11",
        "audit_entry_2031_12",
        "audit_entry_2032_01",
    }


def test_the_worker_makes_the_coming_months_by_itself():
    at = datetime(2032, 5, 31, 23, 59, tzinfo=UTC)
    upkeep.make_audit_partitions.func(timestamp=int(at.timestamp()))
    assert {"audit_entry_2032_05", "audit_entry_2032_06"} <= partitions()
