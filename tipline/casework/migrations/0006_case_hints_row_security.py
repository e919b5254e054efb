"""Whose matches of cases are whose."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "hints.sql"


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_case_hints")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
