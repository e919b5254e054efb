from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "hit_sources.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0022_large_values"), ("referral", "0002_row_security")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
