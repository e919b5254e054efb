"""What agencies' months come to: when it is counted, and who reads it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "months.sql"


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_month_figures")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
