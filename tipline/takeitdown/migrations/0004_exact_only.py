"""Files without a PDQ hash are counted, and harmless files known by their digests."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent.parent
SQL = HERE / "sql" / "exact_only.sql"
INSERT = (
    "INSERT INTO takeitdown_harmlesshash (algorithm, value, name, added_on)"
    " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def add_digests(apps, schema_editor):
    with (HERE / "harmless.csv").open(encoding="utf-8", newline="") as file:
        rows = [(r["algorithm"], r["value"], r["name"], date(2026, 11, 23)) for r in csv.DictReader(file)]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL tipline.kind = 'clearinghouse'")
        cursor.executemany(INSERT, rows)


class Migration(migrations.Migration):
    dependencies = [("takeitdown", "0003_own_principal")]
    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
        migrations.RunPython(add_digests, migrations.RunPython.noop),
    ]
