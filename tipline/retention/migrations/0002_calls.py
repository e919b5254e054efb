"""What was written of a call is destroyed with its report."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "calls.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0011_calls_row_security"),
        ("referral", "0008_release_security"),
        ("retention", "0001_clocks_and_holds"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
