from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "shown.sql"


class Migration(migrations.Migration):
    dependencies = [("hashlist", "0015_lists_in_quarantine")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
