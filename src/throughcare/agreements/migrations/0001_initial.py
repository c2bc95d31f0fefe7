import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import throughcare.common.clock
import throughcare.common.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0011_who_may_see_agreements"),
        ("partners", "0011_reminders"),
        ("services", "0004_level_a_service_asks_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("DEPARTMENT", "The department"), ("PRIME", "Prime"), ("PARTNER", "Partner"), ("SUB", "Sub-party")],
                        max_length=10,
                    ),
                ),
                ("does", models.CharField(blank=True, max_length=500, verbose_name="what it does in this agreement")),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("signed_by", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number or reference")),
                ("title", models.CharField(max_length=300)),
                ("search_key", models.CharField(max_length=800, verbose_name="number and title, folded for search and sorting")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MOU", "Memorandum of understanding"),
                            ("KAWENATA", "Kawenata or accord"),
                            ("OUTCOME", "Outcome agreement"),
                            ("CONTRACT", "Contract"),
                            ("GRANT", "Grant"),
                            ("VOLUNTEER", "Volunteer agreement"),
                            ("INFORMATION", "Information-sharing agreement"),
                            ("PLACEMENT", "Placement agreement"),
                        ],
                        max_length=12,
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=2000, verbose_name="what it is for, in plain words")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("renewals_allowed", models.PositiveSmallIntegerField(default=0)),
                ("renewals_used", models.PositiveSmallIntegerField(default=0)),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="day of the next review")),
                ("offered_on", models.DateField(blank=True, null=True, verbose_name="day its parties could first read it")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("IN_NEGOTIATION", "In negotiation"),
                            ("SIGNED", "Signed"),
                            ("ACTIVE", "Active"),
                            ("VARIED", "Active, varied"),
                            ("SUSPENDED", "Suspended"),
                            ("EXPIRED", "Expired"),
                            ("TERMINATED", "Terminated"),
                        ],
                        default="DRAFT",
                        max_length=14,
                    ),
                ),
                ("state_since", models.DateField(default=throughcare.common.clock.today)),
                ("state_reason", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner_team",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("number", models.CharField(max_length=40, null=True, verbose_name="number or reference")),
                ("title", models.CharField(max_length=300, null=True)),
                ("search_key", models.CharField(max_length=800, null=True, verbose_name="number and title, folded for search and sorting")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MOU", "Memorandum of understanding"),
                            ("KAWENATA", "Kawenata or accord"),
                            ("OUTCOME", "Outcome agreement"),
                            ("CONTRACT", "Contract"),
                            ("GRANT", "Grant"),
                            ("VOLUNTEER", "Volunteer agreement"),
                            ("INFORMATION", "Information-sharing agreement"),
                            ("PLACEMENT", "Placement agreement"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=2000, null=True, verbose_name="what it is for, in plain words")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("renewals_allowed", models.PositiveSmallIntegerField(default=0, null=True)),
                ("renewals_used", models.PositiveSmallIntegerField(default=0, null=True)),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, null=True, size=None
                    ),
                ),
                (
                    "sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, null=True, size=None
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="day of the next review")),
                ("offered_on", models.DateField(blank=True, null=True, verbose_name="day its parties could first read it")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("IN_NEGOTIATION", "In negotiation"),
                            ("SIGNED", "Signed"),
                            ("ACTIVE", "Active"),
                            ("VARIED", "Active, varied"),
                            ("SUSPENDED", "Suspended"),
                            ("EXPIRED", "Expired"),
                            ("TERMINATED", "Terminated"),
                        ],
                        default="DRAFT",
                        max_length=14,
                        null=True,
                    ),
                ),
                ("state_since", models.DateField(default=throughcare.common.clock.today, null=True)),
                ("state_reason", models.CharField(blank=True, max_length=500, null=True)),
                ("version", models.PositiveIntegerField(default=1, null=True)),
                (
                    "owner",
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
                    "owner_team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "written_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("asked_at", models.DateTimeField(default=throughcare.common.clock.now)),
                ("asked_note", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("agreed", models.BooleanField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="agreements.agreement"),
                ),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("asked_at", models.DateTimeField(default=throughcare.common.clock.now, null=True)),
                ("asked_note", models.CharField(blank=True, max_length=500, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("agreed", models.BooleanField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=500, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
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
                        to="agreements.approval",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Covered",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="covered", to="agreements.agreement"),
                ),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="services.service")),
            ],
        ),
        migrations.CreateModel(
            name="CoveredEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.covered",
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
            name="PartyValue",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="value",
                        serialize=False,
                        to="agreements.party",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
            ],
        ),
        migrations.AddField(
            model_name="party",
            name="agreement",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="agreements.agreement"),
        ),
        migrations.AddField(
            model_name="party",
            name="organization",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organization"
            ),
        ),
        migrations.CreateModel(
            name="PartyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("DEPARTMENT", "The department"), ("PRIME", "Prime"), ("PARTNER", "Partner"), ("SUB", "Sub-party")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("does", models.CharField(blank=True, max_length=500, null=True, verbose_name="what it does in this agreement")),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("signed_by", models.CharField(blank=True, max_length=200, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
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
                        to="agreements.party",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartyValueEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                    ),
                ),
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="agreements.party",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["search_key", "id"], name="agreements_agreement_sorted"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["MOU", "KAWENATA", "OUTCOME", "CONTRACT", "GRANT", "VOLUNTEER", "INFORMATION", "PLACEMENT"])
                ),
                name="agreements_agreement_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["DRAFT", "IN_NEGOTIATION", "SIGNED", "ACTIVE", "VARIED", "SUSPENDED", "EXPIRED", "TERMINATED"])
                ),
                name="agreements_agreement_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    models.Q(("starts_on__isnull", False), ("starts_on__lte", models.F("ends_on"))),
                    _connector="OR",
                ),
                name="agreements_agreement_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("renewals_used__lte", models.F("renewals_allowed")), ("renewals_allowed__lte", 20)),
                name="agreements_agreement_renewals",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner__isnull", True), ("owner_team__isnull", True)),
                    models.Q(("owner__isnull", False), ("owner_team__isnull", False)),
                    _connector="OR",
                ),
                name="agreements_agreement_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("DRAFT", "TERMINATED")), ("offered_on__isnull", False), _connector="OR"),
                name="agreements_agreement_offered",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("DRAFT", "IN_NEGOTIATION", "TERMINATED")), ("starts_on__isnull", False), _connector="OR"),
                name="agreements_agreement_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True), models.Q(("decided_by", models.F("asked_by")), _negated=True), _connector="OR"
                ),
                name="agreements_approval_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed__isnull", True), ("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(("agreed__isnull", False), ("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="agreements_approval_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)), fields=("agreement",), name="agreements_approval_one_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="covered",
            constraint=models.UniqueConstraint(fields=("agreement", "service"), name="agreements_covered_once"),
        ),
        migrations.AddField(
            model_name="partyvalueevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="agreements.partyvalue"
            ),
        ),
        migrations.AddField(
            model_name="partyvalue",
            name="agreement",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agreements.agreement"),
        ),
        migrations.AddField(
            model_name="partyvalue",
            name="organization",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organization"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["DEPARTMENT", "PRIME", "PARTNER", "SUB"])), name="agreements_party_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organization__isnull", True), ("part", "DEPARTMENT")),
                    models.Q(models.Q(("part", "DEPARTMENT"), _negated=True), ("organization__isnull", False)),
                    _connector="OR",
                ),
                name="agreements_party_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_by", ""), ("signed_on__isnull", True)),
                    models.Q(("signed_on__isnull", False), models.Q(("signed_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="agreements_party_signature",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(fields=("agreement", "organization"), name="agreements_party_once"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part", "DEPARTMENT")), fields=("agreement",), name="agreements_party_one_department"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyvalue",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="agreements_partyvalue_amount"),
        ),
    ]
