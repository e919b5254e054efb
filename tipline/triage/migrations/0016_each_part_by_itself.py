"""What is like a flood in half leaves the flood, and no stay joins the wrong part."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "flood_parts.sql"


class Migration(migrations.Migration):
    dependencies = [("triage", "0015_floods_in_parts")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
