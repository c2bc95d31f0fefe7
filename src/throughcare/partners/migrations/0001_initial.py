import django.contrib.postgres.indexes
import django.db.models.deletion
import pghistory.utils
import throughcare.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=300)),
                ("alternate_name", models.CharField(blank=True, max_length=300)),
                ("description", models.TextField(blank=True)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("website", models.CharField(blank=True, max_length=500)),
                ("legal_status", models.CharField(blank=True, max_length=100)),
                ("year_incorporated", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("tax_status", models.CharField(blank=True, max_length=100)),
                ("tax_id", models.CharField(blank=True, max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PUBLIC_AGENCY", "Public agency"),
                            ("NGO", "Non-government organisation"),
                            ("IWI", "Iwi, hapū or marae"),
                            ("PACIFIC", "Pacific provider"),
                            ("TRAINING", "Training body"),
                            ("COMMUNITY", "Community group"),
                            ("FAITH", "Faith group"),
                            ("HEALTH", "Health service"),
                            ("SPORT", "Sports group"),
                            ("EMPLOYER", "Employer"),
                            ("VOLUNTEER", "Volunteer body"),
                            ("OTHER", "Not said"),
                        ],
                        default="OTHER",
                        max_length=20,
                    ),
                ),
                ("search_key", models.CharField(max_length=700, verbose_name="name, folded for search and sorting")),
                (
                    "parent_organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branches",
                        to="partners.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="partners_organization_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["search_key", "id"], name="partners_organization_sorted"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "PUBLIC_AGENCY",
                                    "NGO",
                                    "IWI",
                                    "PACIFIC",
                                    "TRAINING",
                                    "COMMUNITY",
                                    "FAITH",
                                    "HEALTH",
                                    "SPORT",
                                    "EMPLOYER",
                                    "VOLUNTEER",
                                    "OTHER",
                                ],
                            )
                        ),
                        name="partners_organization_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="partners_organization_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("source", models.CharField(blank=True, max_length=200, null=True, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, null=True, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, null=True, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("name", models.CharField(max_length=300, null=True)),
                ("alternate_name", models.CharField(blank=True, max_length=300, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("email", models.CharField(blank=True, max_length=254, null=True)),
                ("website", models.CharField(blank=True, max_length=500, null=True)),
                ("legal_status", models.CharField(blank=True, max_length=100, null=True)),
                ("year_incorporated", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("tax_status", models.CharField(blank=True, max_length=100, null=True)),
                ("tax_id", models.CharField(blank=True, max_length=100, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PUBLIC_AGENCY", "Public agency"),
                            ("NGO", "Non-government organisation"),
                            ("IWI", "Iwi, hapū or marae"),
                            ("PACIFIC", "Pacific provider"),
                            ("TRAINING", "Training body"),
                            ("COMMUNITY", "Community group"),
                            ("FAITH", "Faith group"),
                            ("HEALTH", "Health service"),
                            ("SPORT", "Sports group"),
                            ("EMPLOYER", "Employer"),
                            ("VOLUNTEER", "Volunteer body"),
                            ("OTHER", "Not said"),
                        ],
                        default="OTHER",
                        max_length=20,
                        null=True,
                    ),
                ),
                ("search_key", models.CharField(max_length=700, null=True, verbose_name="name, folded for search and sorting")),
                (
                    "parent_organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.organization",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partners.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganizationTeam",
            fields=[
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="accounts.team"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="teams", to="partners.organization"),
                ),
            ],
        ),
    ]
