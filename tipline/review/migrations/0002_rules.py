"""Who sees opinions, which never change."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    replaces = [
        ("review", "0003_set_apart"),
    ]
    dependencies = [
        ("files", "0001_tables"),
        ("review", "0001_tables"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
