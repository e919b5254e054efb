"""Who says, decides and reads what clears a report."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    replaces = [
        ("clearance", "0002_purging"),
    ]
    dependencies = [
        ("clearance", "0001_tables"),
        ("files", "0001_tables"),
        ("intake", "0001_tables"),
        ("referral", "0002_rules"),
        ("retention", "0002_rules"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
