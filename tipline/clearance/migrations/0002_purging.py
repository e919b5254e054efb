"""What was said to clear a report gives its words away when the report is purged."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "purging.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0001_clearances"),
        ("retention", "0001_clocks_and_holds"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
