"""The audit table, its chains and its triggers."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "audit.sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit"), ("accounts", "0001_keys")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
