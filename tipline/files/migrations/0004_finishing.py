"""Read a report and its files as they were sent, in one call."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "finishing.sql"


class Migration(migrations.Migration):
    dependencies = [("files", "0003_receiving"), ("intake", "0004_finishing")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
