"""What policies ask is planned once for each connection."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "kept_plans.sql"


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_month_figures_security")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
