import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relationships", "0006_network_surveys"),
    ]

    operations = [
        migrations.CreateModel(
            name="SideGap",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("domain", models.CharField(max_length=40)),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("ours", models.PositiveSmallIntegerField(verbose_name="raters of ours")),
                ("theirs", models.PositiveSmallIntegerField(verbose_name="raters of theirs")),
            ],
        ),
        migrations.AddField(
            model_name="rater",
            name="own",
            field=models.BooleanField(db_default=False, default=False, verbose_name="named by the partner itself"),
        ),
        migrations.AddField(
            model_name="wave",
            name="reminded_on",
            field=models.DateField(blank=True, null=True, verbose_name="when those still to answer were last reminded"),
        ),
        migrations.AddField(
            model_name="waveevent",
            name="reminded_on",
            field=models.DateField(blank=True, null=True, verbose_name="when those still to answer were last reminded"),
        ),
        migrations.AddConstraint(
            model_name="rater",
            constraint=models.CheckConstraint(
                condition=models.Q(("own", False), ("side", "THEIRS"), _connector="OR"), name="relationships_rater_own"
            ),
        ),
        migrations.AddField(
            model_name="sidegap",
            name="wave",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="relationships.wave"),
        ),
        migrations.AddConstraint(
            model_name="sidegap",
            constraint=models.CheckConstraint(
                condition=models.Q(("ours__gte", 3), ("theirs__gte", 3)), name="relationships_sidegap_fewest"
            ),
        ),
        migrations.AddConstraint(
            model_name="sidegap",
            constraint=models.UniqueConstraint(fields=("wave", "domain"), name="relationships_sidegap_once"),
        ),
    ]
