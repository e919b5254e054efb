from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "plain_keys.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0018_kinds_decide")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
