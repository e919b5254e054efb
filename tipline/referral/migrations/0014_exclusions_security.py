"""An agency that a suspect may belong to sees nothing of the report."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "exclusions.sql"


class Migration(migrations.Migration):
    dependencies = [("referral", "0013_exclusions")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
