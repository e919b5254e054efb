"""Alarms and duties are the clearinghouse's."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    replaces = [
        ("alerting", "0003_gathered_mails"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("alerting", "0001_tables"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
