"""A report is finished in one call, exactly as it was read before."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "finishing.sql"


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_receiving"), ("jobs", "0003_deferring")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
