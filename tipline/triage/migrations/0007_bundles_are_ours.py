"""Who sees bundles, and where those stand in the queue that stood before."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "bundles.sql"


class Migration(migrations.Migration):
    dependencies = [("triage", "0006_bundles")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
