"""Who sees what ran, and how SQL queues a job."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "deferring",
)


class Migration(migrations.Migration):
    replaces = [
        ("jobs", "0003_deferring"),
    ]
    dependencies = [
        ("jobs", "0001_tables"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
