import django.db.models.deletion
import throughcare.common.clock
import throughcare.common.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "ground",
                    models.CharField(choices=[("AGREEMENT", "The person agrees"), ("AUTHORITY", "A legal authority")], max_length=10),
                ),
                ("authority_code", models.CharField(blank=True, max_length=60, verbose_name="which authority, when not agreement")),
                ("how", models.CharField(max_length=500, verbose_name="how the person agreed, or why the authority applies")),
                ("about_kind", models.CharField(max_length=60)),
                ("about_id", models.UUIDField()),
                ("recorded_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="authorities", to="people.person")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "authorities",
                "indexes": [models.Index(fields=["about_id"], name="disclosure_authority_about")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["AGREEMENT", "AUTHORITY"])), name="disclosure_authority_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", "AGREEMENT"), models.Q(("authority_code", ""), _negated=True), _connector="OR"),
                        name="disclosure_authority_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("about_kind", models.CharField(max_length=60)),
                ("about_id", models.UUIDField()),
                ("at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.authority")),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("involvement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.involvement")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="disclosures", to="people.person")),
                ("to_team", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["about_id"], name="disclosure_about"),
                    models.Index(fields=["person", "-at"], name="disclosure_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisclosedLine",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("place", models.PositiveSmallIntegerField()),
                ("compartment", models.CharField(max_length=3)),
                ("field", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=100)),
                ("value", models.TextField()),
                ("involvement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.involvement")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
                ("to_team", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team")),
                (
                    "disclosure",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="disclosure.disclosure"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["disclosure", "place"], name="disclosure_line_order")],
            },
        ),
    ]
