"""What the requests of platforms about files do, each in one call."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "receiving.sql"


class Migration(migrations.Migration):
    dependencies = [("files", "0002_row_security"), ("intake", "0003_receiving")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
