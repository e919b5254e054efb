import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0004_fill_items")]

    operations = [
        migrations.RemoveField(model_name="hashentry", name="classification"),
        migrations.AlterField(
            model_name="hashentry",
            name="item",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="hashlist.hashitem"),
        ),
        migrations.AlterField(
            model_name="hashlist",
            name="slug",
            field=models.SlugField(max_length=60, unique=True),
        ),
    ]
