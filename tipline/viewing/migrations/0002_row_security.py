"""Who sees what of viewing."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    dependencies = [("viewing", "0001_viewing"), ("files", "0002_row_security")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
