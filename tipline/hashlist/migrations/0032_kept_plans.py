"""What policies ask is planned once for each connection."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "kept_plans.sql"


class Migration(migrations.Migration):
    dependencies = [("hashlist", "0031_looks_served")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
