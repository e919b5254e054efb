"""Whose casework is whose, and what follows referrals and standings."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


def _sql(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / name).read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_cases_and_work"),
        ("referral", "0008_release_security"),
        ("triage", "0002_row_security"),
    ]
    operations = [_sql("row_security.sql"), _sql("work.sql")]
