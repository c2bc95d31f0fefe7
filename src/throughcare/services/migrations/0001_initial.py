import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pghistory.utils
import throughcare.common.clock
import throughcare.common.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("partners", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Accessibility",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("description", models.TextField()),
                ("details", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "accessibility",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("attention", models.CharField(blank=True, max_length=200)),
                ("address_1", models.CharField(blank=True, max_length=300)),
                ("address_2", models.CharField(blank=True, max_length=300)),
                ("city", models.CharField(blank=True, max_length=150)),
                ("region", models.CharField(blank=True, max_length=150)),
                ("state_province", models.CharField(blank=True, max_length=100)),
                ("postal_code", models.CharField(blank=True, max_length=40)),
                ("country", models.CharField(blank=True, max_length=60)),
                (
                    "address_type",
                    models.CharField(
                        choices=[("physical", "A place"), ("postal", "Post only"), ("virtual", "Online or by phone")],
                        default="physical",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "addresses",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CostOption",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("option", models.CharField(blank=True, max_length=300)),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("amount_description", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DirectorySource",
            fields=[
                ("name", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("layout", models.CharField(max_length=60)),
                ("attribution", models.TextField(blank=True, verbose_name="whom to thank, under which licence")),
            ],
        ),
        migrations.CreateModel(
            name="RequiredDocument",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("document", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Taxonomy",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, unique=True)),
                ("description", models.TextField(blank=True)),
                ("uri", models.CharField(blank=True, max_length=300)),
                ("version", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "verbose_name_plural": "taxonomies",
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "location_type",
                    models.CharField(
                        choices=[("physical", "A place"), ("postal", "Post only"), ("virtual", "Online or by phone")],
                        default="physical",
                        max_length=10,
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("alternate_name", models.CharField(blank=True, max_length=300)),
                ("description", models.TextField(blank=True)),
                ("transportation", models.TextField(blank=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("confidential", models.BooleanField(default=False)),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="locations",
                        to="partners.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_location_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("location_type__in", ["physical", "postal", "virtual"])), name="services_location_type"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latitude__isnull", True), ("latitude__range", (-90, 90)), _connector="OR"),
                        name="services_location_latitude",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("longitude__isnull", True), ("longitude__range", (-180, 180)), _connector="OR"),
                        name="services_location_longitude",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("department", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="partners.organization",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="services.location",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AddressEvent",
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
                ("attention", models.CharField(blank=True, max_length=200, null=True)),
                ("address_1", models.CharField(blank=True, max_length=300, null=True)),
                ("address_2", models.CharField(blank=True, max_length=300, null=True)),
                ("city", models.CharField(blank=True, max_length=150, null=True)),
                ("region", models.CharField(blank=True, max_length=150, null=True)),
                ("state_province", models.CharField(blank=True, max_length=100, null=True)),
                ("postal_code", models.CharField(blank=True, max_length=40, null=True)),
                ("country", models.CharField(blank=True, max_length=60, null=True)),
                (
                    "address_type",
                    models.CharField(
                        choices=[("physical", "A place"), ("postal", "Post only"), ("virtual", "Online or by phone")],
                        default="physical",
                        max_length=10,
                        null=True,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.address",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.location",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="address",
            name="location",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="services.location"),
        ),
        migrations.CreateModel(
            name="AccessibilityEvent",
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
                ("description", models.TextField(null=True)),
                ("details", models.TextField(blank=True, null=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.accessibility",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.location",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="accessibility",
            name="location",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="accessibility", to="services.location"),
        ),
        migrations.CreateModel(
            name="LocationEvent",
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
                (
                    "location_type",
                    models.CharField(
                        choices=[("physical", "A place"), ("postal", "Post only"), ("virtual", "Online or by phone")],
                        default="physical",
                        max_length=10,
                        null=True,
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=500, null=True)),
                ("name", models.CharField(blank=True, max_length=300, null=True)),
                ("alternate_name", models.CharField(blank=True, max_length=300, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("transportation", models.TextField(blank=True, null=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("confidential", models.BooleanField(default=False, null=True)),
                (
                    "organization",
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
                        to="services.location",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=300)),
                ("alternate_name", models.CharField(blank=True, max_length=300)),
                ("description", models.TextField(blank=True)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("email", models.CharField(blank=True, max_length=254)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("inactive", "Not running"),
                            ("defunct", "Closed for good"),
                            ("temporarily closed", "Closed for now"),
                        ],
                        default="active",
                        max_length=20,
                    ),
                ),
                ("interpretation_services", models.TextField(blank=True)),
                ("application_process", models.TextField(blank=True)),
                ("fees_description", models.TextField(blank=True)),
                ("accreditations", models.TextField(blank=True)),
                ("licenses", models.TextField(blank=True)),
                ("wait_time", models.TextField(blank=True, verbose_name="waiting time in the directory's words")),
                ("eligibility_description", models.TextField(blank=True)),
                ("minimum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("maximum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("assured_date", models.DateField(blank=True, null=True)),
                (
                    "genders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "settings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "order_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("confidential", models.BooleanField(default=False)),
                ("search_key", models.TextField(verbose_name="name and description, folded for search")),
                ("name_key", models.CharField(max_length=700, verbose_name="name, folded for sorting")),
                (
                    "organization",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="services", to="partners.organization"),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="services_service_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["name_key", "id"], name="services_service_sorted"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "inactive", "defunct", "temporarily closed"])),
                        name="services_service_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_age__isnull", True),
                            ("maximum_age__isnull", True),
                            ("minimum_age__lte", models.F("maximum_age")),
                            _connector="OR",
                        ),
                        name="services_service_ages",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_service_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("freq", models.CharField(blank=True, max_length=10)),
                ("byday", models.CharField(blank=True, max_length=40, verbose_name="days, like MO,TU")),
                ("opens_at", models.TimeField(blank=True, null=True)),
                ("closes_at", models.TimeField(blank=True, null=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("description", models.TextField(blank=True, verbose_name="times in words")),
                ("notes", models.TextField(blank=True)),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="services.location",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="partners.organization",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="services.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RequiredDocumentEvent",
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
                ("document", models.TextField(null=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.requireddocument",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="requireddocument",
            name="service",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="required_documents", to="services.service"),
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=100)),
                ("extension", models.CharField(blank=True, max_length=40)),
                ("type", models.CharField(blank=True, max_length=40)),
                ("description", models.CharField(blank=True, max_length=300)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="phones", to="services.contact"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="services.location",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="partners.organization",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="services.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Language",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("code", models.CharField(blank=True, max_length=10)),
                ("note", models.TextField(blank=True)),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="partners.organization",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="services.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="services.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CostOptionEvent",
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
                ("option", models.CharField(blank=True, max_length=300, null=True)),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ("currency", models.CharField(blank=True, max_length=3, null=True)),
                ("amount_description", models.TextField(blank=True, null=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.costoption",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="costoption",
            name="service",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="cost_options", to="services.service"),
        ),
        migrations.AddField(
            model_name="contact",
            name="service",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="services.service"
            ),
        ),
        migrations.CreateModel(
            name="ServiceArea",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("description", models.TextField(blank=True)),
                ("extent", models.TextField(blank=True)),
                ("extent_type", models.CharField(blank=True, max_length=20)),
                (
                    "service",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="service_areas", to="services.service"),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="services_servicearea_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAreaEvent",
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
                ("name", models.CharField(blank=True, max_length=300, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("extent", models.TextField(blank=True, null=True)),
                ("extent_type", models.CharField(blank=True, max_length=20, null=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.servicearea",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceAtLocation",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("description", models.TextField(blank=True)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="service_at_locations", to="services.location"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="service_at_locations",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="services_serviceatlocation_source",
                    ),
                    models.UniqueConstraint(fields=("service", "location"), name="services_serviceatlocation_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleEvent",
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
                ("freq", models.CharField(blank=True, max_length=10, null=True)),
                ("byday", models.CharField(blank=True, max_length=40, null=True, verbose_name="days, like MO,TU")),
                ("opens_at", models.TimeField(blank=True, null=True)),
                ("closes_at", models.TimeField(blank=True, null=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("description", models.TextField(blank=True, null=True, verbose_name="times in words")),
                ("notes", models.TextField(blank=True, null=True)),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.location",
                    ),
                ),
                (
                    "organization",
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
                        to="services.schedule",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.serviceatlocation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="schedule",
            name="service_at_location",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="services.serviceatlocation",
            ),
        ),
        migrations.CreateModel(
            name="PhoneEvent",
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
                ("number", models.CharField(max_length=100, null=True)),
                ("extension", models.CharField(blank=True, max_length=40, null=True)),
                ("type", models.CharField(blank=True, max_length=40, null=True)),
                ("description", models.CharField(blank=True, max_length=300, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.contact",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.location",
                    ),
                ),
                (
                    "organization",
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
                        to="services.phone",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.serviceatlocation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="phone",
            name="service_at_location",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="services.serviceatlocation",
            ),
        ),
        migrations.CreateModel(
            name="LanguageEvent",
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
                ("name", models.CharField(max_length=100, null=True)),
                ("code", models.CharField(blank=True, max_length=10, null=True)),
                ("note", models.TextField(blank=True, null=True)),
                (
                    "organization",
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
                        to="services.language",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.serviceatlocation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="language",
            name="service_at_location",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="services.serviceatlocation",
            ),
        ),
        migrations.CreateModel(
            name="ContactEvent",
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
                ("name", models.CharField(blank=True, max_length=200, null=True)),
                ("title", models.CharField(blank=True, max_length=200, null=True)),
                ("department", models.CharField(blank=True, max_length=200, null=True)),
                ("email", models.CharField(blank=True, max_length=254, null=True)),
                (
                    "organization",
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
                        to="services.contact",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.serviceatlocation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="service_at_location",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="services.serviceatlocation",
            ),
        ),
        migrations.CreateModel(
            name="ServiceAtLocationEvent",
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
                ("description", models.TextField(blank=True, null=True)),
                (
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.location",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.serviceatlocation",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceAttribute",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="attributes", to="services.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ServiceCapacity",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("unit", models.CharField(default="places", max_length=60)),
                ("available", models.PositiveIntegerField(blank=True, null=True)),
                ("maximum", models.PositiveIntegerField(blank=True, null=True)),
                ("waiting_days", models.PositiveIntegerField(blank=True, null=True, verbose_name="days to wait")),
                ("description", models.TextField(blank=True)),
                ("updated", models.DateTimeField(default=throughcare.common.clock.now, verbose_name="as at")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "service",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="capacity", to="services.service"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("available__isnull", True), ("maximum__isnull", True), ("available__lte", models.F("maximum")), _connector="OR"
                        ),
                        name="services_servicecapacity_places",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceCapacityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("unit", models.CharField(default="places", max_length=60, null=True)),
                ("available", models.PositiveIntegerField(blank=True, null=True)),
                ("maximum", models.PositiveIntegerField(blank=True, null=True)),
                ("waiting_days", models.PositiveIntegerField(blank=True, null=True, verbose_name="days to wait")),
                ("description", models.TextField(blank=True, null=True)),
                ("updated", models.DateTimeField(default=throughcare.common.clock.now, null=True, verbose_name="as at")),
                ("version", models.PositiveIntegerField(default=1, null=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.servicecapacity",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceEvent",
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
                ("url", models.CharField(blank=True, max_length=500, null=True)),
                ("email", models.CharField(blank=True, max_length=254, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("inactive", "Not running"),
                            ("defunct", "Closed for good"),
                            ("temporarily closed", "Closed for now"),
                        ],
                        default="active",
                        max_length=20,
                        null=True,
                    ),
                ),
                ("interpretation_services", models.TextField(blank=True, null=True)),
                ("application_process", models.TextField(blank=True, null=True)),
                ("fees_description", models.TextField(blank=True, null=True)),
                ("accreditations", models.TextField(blank=True, null=True)),
                ("licenses", models.TextField(blank=True, null=True)),
                ("wait_time", models.TextField(blank=True, null=True, verbose_name="waiting time in the directory's words")),
                ("eligibility_description", models.TextField(blank=True, null=True)),
                ("minimum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("maximum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("assured_date", models.DateField(blank=True, null=True)),
                (
                    "genders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, null=True, size=None
                    ),
                ),
                (
                    "settings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, null=True, size=None
                    ),
                ),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, null=True, size=None
                    ),
                ),
                (
                    "order_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, null=True, size=None
                    ),
                ),
                ("confidential", models.BooleanField(default=False, null=True)),
                ("search_key", models.TextField(null=True, verbose_name="name and description, folded for search")),
                ("name_key", models.CharField(max_length=700, null=True, verbose_name="name, folded for sorting")),
                (
                    "organization",
                    models.ForeignKey(
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
                        to="services.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServicePillar",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("ACCOMMODATION", "ACCOMMODATION"),
                            ("EDUCATION_TRAINING", "EDUCATION_TRAINING"),
                            ("EMPLOYMENT", "EMPLOYMENT"),
                            ("SKILLS_FOR_LIFE", "SKILLS_FOR_LIFE"),
                            ("HEALTH_WELLBEING", "HEALTH_WELLBEING"),
                            ("FAMILY_COMMUNITY", "FAMILY_COMMUNITY"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("RULE", "Put here by a rule"),
                            ("ADDED", "Put here by a manager"),
                            ("REMOVED", "Taken away by a manager"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=60, verbose_name="the rule that fired")),
                ("matched", models.CharField(blank=True, max_length=200, verbose_name="the words it matched")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why the manager corrected it")),
                ("at", models.DateTimeField(default=throughcare.common.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="pillars", to="services.service"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["pillar", "service"], name="services_servicepillar_by")],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "pillar"), name="services_servicepillar_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "pillar__in",
                                [
                                    "ACCOMMODATION",
                                    "EDUCATION_TRAINING",
                                    "EMPLOYMENT",
                                    "SKILLS_FOR_LIFE",
                                    "HEALTH_WELLBEING",
                                    "FAMILY_COMMUNITY",
                                ],
                            )
                        ),
                        name="services_servicepillar_pillar",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["RULE", "ADDED", "REMOVED"])), name="services_servicepillar_verdict"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePillarEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("ACCOMMODATION", "ACCOMMODATION"),
                            ("EDUCATION_TRAINING", "EDUCATION_TRAINING"),
                            ("EMPLOYMENT", "EMPLOYMENT"),
                            ("SKILLS_FOR_LIFE", "SKILLS_FOR_LIFE"),
                            ("HEALTH_WELLBEING", "HEALTH_WELLBEING"),
                            ("FAMILY_COMMUNITY", "FAMILY_COMMUNITY"),
                        ],
                        max_length=30,
                        null=True,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("RULE", "Put here by a rule"),
                            ("ADDED", "Put here by a manager"),
                            ("REMOVED", "Taken away by a manager"),
                        ],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=60, null=True, verbose_name="the rule that fired")),
                ("matched", models.CharField(blank=True, max_length=200, null=True, verbose_name="the words it matched")),
                ("reason", models.CharField(blank=True, max_length=300, null=True, verbose_name="why the manager corrected it")),
                ("at", models.DateTimeField(default=throughcare.common.clock.now, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.servicepillar",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaxonomyTerm",
            fields=[
                ("source", models.CharField(blank=True, max_length=200, verbose_name="directory it came from")),
                ("source_id", models.CharField(blank=True, max_length=200, verbose_name="its key in that directory")),
                ("source_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the imported fields")),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=300)),
                ("description", models.TextField(blank=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="services.taxonomyterm",
                    ),
                ),
                ("taxonomy", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="services.taxonomy")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="services_taxonomyterm_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAttributeEvent",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="services.serviceattribute",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "taxonomy_term",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="services.taxonomyterm",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="serviceattribute",
            name="taxonomy_term",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.taxonomyterm"),
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("source", models.CharField(max_length=200, verbose_name="what to call the directory")),
                ("layout", models.CharField(max_length=60)),
                ("content", models.BinaryField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_address_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessibility",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_accessibility_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="requireddocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_requireddocument_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="costoption",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_costoption_source"
            ),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(
                condition=models.Q(("service_at_location__isnull", False)), fields=["service_at_location"], name="services_schedule_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_schedule_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False),
                    ("service__isnull", False),
                    ("location__isnull", False),
                    ("service_at_location__isnull", False),
                    _connector="OR",
                ),
                name="services_schedule_attached",
            ),
        ),
        migrations.AddIndex(
            model_name="phone",
            index=models.Index(
                condition=models.Q(("service_at_location__isnull", False)), fields=["service_at_location"], name="services_phone_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_phone_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False),
                    ("service__isnull", False),
                    ("location__isnull", False),
                    ("service_at_location__isnull", False),
                    ("contact__isnull", False),
                    _connector="OR",
                ),
                name="services_phone_attached",
            ),
        ),
        migrations.AddIndex(
            model_name="language",
            index=models.Index(
                condition=models.Q(("service_at_location__isnull", False)), fields=["service_at_location"], name="services_language_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="language",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_language_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="language",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False),
                    ("service__isnull", False),
                    ("location__isnull", False),
                    ("service_at_location__isnull", False),
                    _connector="OR",
                ),
                name="services_language_attached",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("service_at_location__isnull", False)), fields=["service_at_location"], name="services_contact_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_contact_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False),
                    ("service__isnull", False),
                    ("location__isnull", False),
                    ("service_at_location__isnull", False),
                    _connector="OR",
                ),
                name="services_contact_attached",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceattribute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source", "source_id"), name="services_serviceattribute_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceattribute",
            constraint=models.UniqueConstraint(fields=("service", "taxonomy_term"), name="services_serviceattribute_once"),
        ),
    ]
