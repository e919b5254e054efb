"""Who sees calls, and that a report never changes its origin."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "calls.sql"


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_calls")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
