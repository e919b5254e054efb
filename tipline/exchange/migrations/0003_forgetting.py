"""The worker lets go of old answers."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "forgetting.sql"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_webhooks")]
    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
        migrations.RemoveIndex("keptanswer", "exchange_keptanswer_old"),
        migrations.AddIndex(
            "keptanswer", models.Index(fields=["at"], name="exchange_keptanswer_old")
        ),
    ]
