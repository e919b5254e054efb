from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0023_hit_sources")]

    operations = [
        migrations.AddField(
            model_name="listaudit",
            name="corrected",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
