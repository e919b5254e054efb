"""The ledger of exposure, in monthly partitions."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "exposure.sql"


class Migration(migrations.Migration):
    dependencies = [("viewing", "0002_row_security"), ("accounts", "0003_row_security")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
