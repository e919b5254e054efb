"""The tables are the clearinghouse's alone, and editions never change."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "table_editions.sql"


class Migration(migrations.Migration):
    dependencies = [("referral", "0009_table_editions")]
    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
