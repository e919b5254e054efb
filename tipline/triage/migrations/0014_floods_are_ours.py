"""Who sees which reports by the form are alike."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "floods.sql"


class Migration(migrations.Migration):
    dependencies = [("triage", "0013_floods")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
