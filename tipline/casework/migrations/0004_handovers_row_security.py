"""Who reads handovers, and what ends with them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "handovers.sql"


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_handovers"), ("referral", "0015_ended")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
