"""Who sees priors and appeals."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "priors.sql"


class Migration(migrations.Migration):
    dependencies = [("triage", "0008_priors")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
