"""Who reaches which case, and which pictures are known to be harmless."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent.parent
FILES = (
    "row_security",
    "own_principal",
    "exact_only",
)
INSERT = (
    "INSERT INTO takeitdown_harmlesshash (algorithm, value, name, added_on)"
    " VALUES (%s, %s, %s, %s)"
)


def add_harmless(apps, schema_editor):
    with (HERE / "harmless.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["algorithm"], row["value"], row["name"], date(2026, 11, 22))
            for row in csv.DictReader(file)
        ]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL tipline.kind = 'clearinghouse'")
        cursor.executemany(INSERT, rows)


class Migration(migrations.Migration):
    replaces = [
        ("takeitdown", "0005_flags_and_test_cards"),
    ]
    dependencies = [
        ("audit", "0001_tables_and_rules"),
        ("hashlist", "0001_tables"),
        ("matching", "0001_tables"),
        ("takeitdown", "0001_tables"),
    ]
    operations = [
        *(
            migrations.RunSQL((HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8"))
            for name in FILES
        ),
        migrations.RunPython(add_harmless, migrations.RunPython.noop),
    ]
