from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "large_values.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0021_quick_policies")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
