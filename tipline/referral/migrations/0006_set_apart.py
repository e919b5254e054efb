"""Reports that are kept apart leave the queues of agencies."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referral', '0005_supplements'),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='is_set_apart',
            field=models.BooleanField(default=False, help_text='A segregated hold keeps it out of the queues.'),
        ),
    ]
