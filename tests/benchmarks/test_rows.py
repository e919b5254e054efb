"""What benchmarks write past the models names each column that a row must have."""

import re
from pathlib import Path

import pytest
from django.db import connection

from benchmarks import flood

BENCHMARKS = Path(flood.__file__).parent
INSERT = re.compile(r"INSERT INTO (\w+_\w+) \(([^)]+)\)")
# Two strings that follow each other in Python are one statement.
BETWEEN_STRINGS = re.compile(r'"\s*"')
NEEDED = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL
          AND is_identity = 'NO'
"""
EXISTING = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"


def inserted():
    files = [*BENCHMARKS.glob("*.sql"), *BENCHMARKS.glob("*.py")]
    for path in sorted(files):
        text = BETWEEN_STRINGS.sub("", path.read_text(encoding="utf-8"))
        for table, columns in INSERT.findall(text):
            yield pytest.param(table, columns, id=f"{path.name}-{table}")
    for table, columns in flood._COPY.items():
        yield pytest.param(table, columns, id=f"flood-{table}")


def columns_of(statement, table):
    with connection.cursor() as cursor:
        cursor.execute(statement, [table])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "columns"), list(inserted()))
def test_benchmarks_name_each_column_that_a_row_must_have(table, columns):
    named = {name.strip() for name in columns.split(",")}
    assert columns_of(NEEDED, table) <= named
    assert named <= columns_of(EXISTING, table)
