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
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("people", "0001_initial"),
        ("services", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True, verbose_name="what people say on the phone")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("SENT", "Sent"),
                            ("ACKNOWLEDGED", "Acknowledged"),
                            ("WAITLISTED", "On the waiting list"),
                            ("ACCEPTED", "Accepted"),
                            ("DECLINED", "Declined"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="DRAFT",
                        max_length=12,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ROUTINE", "Routine"), ("SOON", "Soon"), ("URGENT", "Urgent")], default="ROUTINE", max_length=10
                    ),
                ),
                ("answer_by", models.DateField(blank=True, null=True)),
                (
                    "to_disclose",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reason_code", models.CharField(blank=True, max_length=60, verbose_name="why declined or withdrawn")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="when a place is expected")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("changed_at", models.DateTimeField(default=throughcare.common.clock.now)),
                ("from_team", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team")),
                ("need", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="people.need")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="people.person")),
                ("referrer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="services.service")),
                ("to_team", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team")),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="partner's worker",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["to_team", "state", "-sent_at"], name="referrals_referral_inbox"),
                    models.Index(fields=["person", "-created_at"], name="referrals_referral_person"),
                    models.Index(fields=["referrer", "state"], name="referrals_referral_referrer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["DRAFT", "SENT", "ACKNOWLEDGED", "WAITLISTED", "ACCEPTED", "DECLINED", "WITHDRAWN"])
                        ),
                        name="referrals_referral_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["ROUTINE", "SOON", "URGENT"])), name="referrals_referral_urgency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["DRAFT", "WITHDRAWN"]), ("sent_at__isnull", False), _connector="OR"),
                        name="referrals_referral_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["DECLINED", "WITHDRAWN"]), _negated=True),
                            models.Q(("reason_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referrals_referral_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "WAITLISTED"), _negated=True), ("expected_on__isnull", False), _connector="OR"
                        ),
                        name="referrals_referral_waiting",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["DRAFT", "SENT", "ACKNOWLEDGED", "WAITLISTED", "ACCEPTED"])),
                        fields=("need", "service"),
                        name="referrals_referral_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("reply", models.TextField(blank=True)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="referrals.referral"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["referral", "asked_at"], name="referrals_question_order")],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MADE", "Draft made"),
                            ("MOVED", "Moved"),
                            ("TAKEN", "Taken by a worker"),
                            ("QUESTION", "Question asked"),
                            ("REPLY", "Question answered"),
                            ("NOTE", "Words to the other side"),
                        ],
                        max_length=10,
                    ),
                ),
                ("verb", models.CharField(blank=True, max_length=20)),
                ("from_state", models.CharField(blank=True, max_length=12)),
                ("to_state", models.CharField(blank=True, max_length=12)),
                ("reason_code", models.CharField(blank=True, max_length=60)),
                ("note", models.TextField(blank=True, verbose_name="words to the other side")),
                ("at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
                ("referral", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="log", to="referrals.referral")),
            ],
            options={
                "indexes": [models.Index(fields=["referral", "at", "id"], name="referrals_logentry_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["MADE", "MOVED", "TAKEN", "QUESTION", "REPLY", "NOTE"])),
                        name="referrals_logentry_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), ("kind", "NOTE"), _connector="OR"), name="referrals_logentry_note"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("reference", models.CharField(max_length=12, null=True, verbose_name="what people say on the phone")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("SENT", "Sent"),
                            ("ACKNOWLEDGED", "Acknowledged"),
                            ("WAITLISTED", "On the waiting list"),
                            ("ACCEPTED", "Accepted"),
                            ("DECLINED", "Declined"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="DRAFT",
                        max_length=12,
                        null=True,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ROUTINE", "Routine"), ("SOON", "Soon"), ("URGENT", "Urgent")],
                        default="ROUTINE",
                        max_length=10,
                        null=True,
                    ),
                ),
                ("answer_by", models.DateField(blank=True, null=True)),
                (
                    "to_disclose",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, null=True, size=None
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reason_code", models.CharField(blank=True, max_length=60, null=True, verbose_name="why declined or withdrawn")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="when a place is expected")),
                ("version", models.PositiveIntegerField(default=1, null=True)),
                ("created_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False, null=True)),
                ("changed_at", models.DateTimeField(default=throughcare.common.clock.now, null=True)),
                (
                    "from_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.need",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="referrals.referral",
                    ),
                ),
                (
                    "referrer",
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
                    "to_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="partner's worker",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferralNote",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="note",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("reason", models.TextField(verbose_name="why this referral")),
                ("more", models.TextField(blank=True, verbose_name="anything else the service needs to know")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
            ],
        ),
    ]
