from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "held_back.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0019_plain_keys")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
