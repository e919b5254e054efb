"""What agencies see: the reports made available to them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    dependencies = [("referral", "0001_agencies_and_referrals"), ("intake", "0002_row_security"), ("files", "0002_row_security"), ("hashlist", "0002_row_security"), ("matching", "0002_row_security"), ("triage", "0002_row_security"), ("linking", "0002_row_security")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
