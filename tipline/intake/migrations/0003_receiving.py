"""What the requests of platforms do, each in one call."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "receiving.sql"


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_row_security"), ("audit", "0002_audit_tables")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
