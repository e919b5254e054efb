"""Whose network an address is in stands beside where it is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referral', '0018_agency_api'),
    ]

    operations = [
        migrations.AddField(
            model_name='locationevidence',
            name='owner',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='locationevidence',
            name='owner_source',
            field=models.CharField(blank=True, max_length=150),
        ),
    ]
