from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0001_initial"),
        ("services", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="confidential_in_directory",
            field=models.BooleanField(default=False, verbose_name="its directory calls it confidential"),
        ),
        migrations.AddField(model_name="service", name="version", field=models.PositiveIntegerField(default=1)),
        migrations.AddField(
            model_name="serviceevent",
            name="confidential_in_directory",
            field=models.BooleanField(default=False, null=True, verbose_name="its directory calls it confidential"),
        ),
        migrations.AddField(model_name="serviceevent", name="version", field=models.PositiveIntegerField(default=1, null=True)),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(condition=models.Q(("confidential", True)), fields=["id"], name="services_service_confidential"),
        ),
    ]
