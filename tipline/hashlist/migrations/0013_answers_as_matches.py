from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "answers.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0012_item_counts")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
