from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "quick_policies.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0020_growth_and_next_pages")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
