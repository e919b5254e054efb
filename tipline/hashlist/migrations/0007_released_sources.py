from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0006_guards")]

    operations = [
        migrations.AddField(
            model_name="listmember",
            name="released_at",
            field=models.DateTimeField(help_text="What it added before this moment is no flood any more.", null=True),
        ),
    ]
