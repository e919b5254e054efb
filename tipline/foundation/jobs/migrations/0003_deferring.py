"""Queue a job from within a function of SQL."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "deferring.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_row_security"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
