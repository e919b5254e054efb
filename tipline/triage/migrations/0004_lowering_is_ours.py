"""Who sees wishes to lower a report, and which assessments were raises."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "lowering.sql"


class Migration(migrations.Migration):
    dependencies = [("triage", "0003_risk_and_lowering")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
