"""Who sees which rows."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("alerting", "0001_alarms_and_duties"),
        ("accounts", "0003_row_security"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
