"""Corrections and decisions are the clearinghouse's alone, and never change."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "corrections.sql"


class Migration(migrations.Migration):
    dependencies = [("referral", "0011_corrections")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
