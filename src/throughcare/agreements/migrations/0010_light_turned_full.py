"""Small grants and MOUs turned into full agreements: when, by whom, why, and whether they were signed by then."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0009_services_amended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="lightterms",
            name="full_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="when it was turned into a full agreement"),
        ),
        migrations.AddField(
            model_name="lightterms",
            name="full_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lightterms",
            name="full_signed",
            field=models.BooleanField(db_default=False, default=False, verbose_name="it was signed by then"),
        ),
        migrations.AddField(
            model_name="lightterms",
            name="full_why",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="why it was turned into a full agreement"
            ),
        ),
        migrations.AddField(
            model_name="lighttermsevent",
            name="full_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="when it was turned into a full agreement"),
        ),
        migrations.AddField(
            model_name="lighttermsevent",
            name="full_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lighttermsevent",
            name="full_signed",
            field=models.BooleanField(db_default=False, default=False, null=True, verbose_name="it was signed by then"),
        ),
        migrations.AddField(
            model_name="lighttermsevent",
            name="full_why",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, null=True, verbose_name="why it was turned into a full agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="lightterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("full_at__isnull", True), ("full_by__isnull", True), ("full_signed", False), ("full_why", "")),
                    models.Q(("full_at__isnull", False), models.Q(("full_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="agreements_lightterms_full",
            ),
        ),
    ]
