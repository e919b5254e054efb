"""The functions that everything else stands on: keys and the principal."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "keys.sql"


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
