from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "hourly_buckets.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0027_canaries_of_sources")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
