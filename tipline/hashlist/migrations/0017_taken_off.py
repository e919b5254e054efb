from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "taken_off.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0016_entries_shown")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
