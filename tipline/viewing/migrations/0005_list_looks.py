"""A vote for a hash list names no look that was not served."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "list_looks.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("viewing", "0004_concerns"),
        ("hashlist", "0031_looks_served"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
