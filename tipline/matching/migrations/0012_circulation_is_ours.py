"""Who sees what circulates."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "circulation.sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0011_circulation")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
