"""Make an item of every entry that was there before."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "fill.sql"


class Migration(migrations.Migration):
    dependencies = [("hashlist", "0003_lists_have_members")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
