import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import throughcare.common.clock
import throughcare.common.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("scheme", models.CharField(max_length=60)),
                ("value", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("because_kind", models.CharField(max_length=60)),
                ("because_id", models.UUIDField(blank=True, null=True)),
                (
                    "compartments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("starts_at", models.DateTimeField(default=throughcare.common.clock.now)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("team", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team")),
            ],
        ),
        migrations.CreateModel(
            name="Need",
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
                ("note", models.TextField(blank=True, verbose_name="what is needed, in plain words")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("NOT_STARTED", "Not started"),
                            ("IN_PROGRESS", "In progress"),
                            ("MET", "Met"),
                            ("DECLINED", "Declined by the person"),
                        ],
                        default="NOT_STARTED",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("changed_at", models.DateTimeField(default=throughcare.common.clock.now)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("preferred_name", models.CharField(max_length=200)),
                ("given_names", models.CharField(blank=True, max_length=200)),
                ("family_name", models.CharField(blank=True, max_length=200)),
                ("name_mi", models.CharField(blank=True, max_length=200, verbose_name="te reo Māori name")),
                ("search_key", models.CharField(max_length=800, verbose_name="names, folded for search and sorting")),
                ("birth_date", models.DateField(blank=True, null=True)),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0-17", "Under 18"),
                            ("18-24", "18 to 24"),
                            ("25-34", "25 to 34"),
                            ("35-44", "35 to 44"),
                            ("45-54", "45 to 54"),
                            ("55-64", "55 to 64"),
                            ("65+", "65 and over"),
                        ],
                        max_length=10,
                        verbose_name="age band, when the date of birth is unknown",
                    ),
                ),
                ("gender", models.CharField(blank=True, max_length=60, verbose_name="gender code")),
                (
                    "ethnicities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "iwi",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("interpreter_needed", models.BooleanField(default=False)),
                ("release_date", models.DateField(blank=True, null=True)),
                (
                    "release_unknown_because",
                    models.CharField(blank=True, max_length=60, verbose_name="why the release date is unknown (code)"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                (
                    "home_site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.site",
                        verbose_name="district the person lives or will live in",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="people_person_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["search_key", "id"], name="people_person_sorted"),
                    models.Index(fields=["release_date", "id"], name="people_person_release"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("release_date__isnull", True), ("release_unknown_because", ""), _connector="OR"),
                        name="people_person_release_known_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("age_band__in", ["", "0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"])),
                        name="people_person_age_band",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnAccount",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
            ],
        ),
        migrations.CreateModel(
            name="NeedEvent",
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
                ("note", models.TextField(blank=True, null=True, verbose_name="what is needed, in plain words")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("NOT_STARTED", "Not started"),
                            ("IN_PROGRESS", "In progress"),
                            ("MET", "Met"),
                            ("DECLINED", "Declined by the person"),
                        ],
                        default="NOT_STARTED",
                        max_length=12,
                        null=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, null=True)),
                ("created_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False, null=True)),
                ("changed_at", models.DateTimeField(default=throughcare.common.clock.now, null=True)),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="people.need"
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="need",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="people.person"),
        ),
        migrations.CreateModel(
            name="InvolvementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("because_kind", models.CharField(max_length=60, null=True)),
                ("because_id", models.UUIDField(blank=True, null=True)),
                (
                    "compartments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, null=True, size=None
                    ),
                ),
                ("starts_at", models.DateTimeField(default=throughcare.common.clock.now, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
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
                        to="people.involvement",
                    ),
                ),
                (
                    "team",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="involvement",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="involvements", to="people.person"),
        ),
        migrations.CreateModel(
            name="IdentifierEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("scheme", models.CharField(max_length=60, null=True)),
                ("value", models.CharField(max_length=100, null=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.identifier",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="identifier",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="identifiers", to="people.person"),
        ),
        migrations.CreateModel(
            name="Disagreement",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("about_kind", models.CharField(max_length=60)),
                ("about_id", models.UUIDField()),
                ("words", models.TextField(verbose_name="in the person's own words")),
                ("at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="disagreements", to="people.person"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at"], name="people_disagreement_person")],
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("preferred_name", models.CharField(max_length=200, null=True)),
                ("given_names", models.CharField(blank=True, max_length=200, null=True)),
                ("family_name", models.CharField(blank=True, max_length=200, null=True)),
                ("name_mi", models.CharField(blank=True, max_length=200, null=True, verbose_name="te reo Māori name")),
                ("search_key", models.CharField(max_length=800, null=True, verbose_name="names, folded for search and sorting")),
                ("birth_date", models.DateField(blank=True, null=True)),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0-17", "Under 18"),
                            ("18-24", "18 to 24"),
                            ("25-34", "25 to 34"),
                            ("35-44", "35 to 44"),
                            ("45-54", "45 to 54"),
                            ("55-64", "55 to 64"),
                            ("65+", "65 and over"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="age band, when the date of birth is unknown",
                    ),
                ),
                ("gender", models.CharField(blank=True, max_length=60, null=True, verbose_name="gender code")),
                (
                    "ethnicities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, null=True, size=None
                    ),
                ),
                (
                    "iwi",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, null=True, size=None
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, null=True, size=None
                    ),
                ),
                ("interpreter_needed", models.BooleanField(default=False, null=True)),
                ("release_date", models.DateField(blank=True, null=True)),
                (
                    "release_unknown_because",
                    models.CharField(blank=True, max_length=60, null=True, verbose_name="why the release date is unknown (code)"),
                ),
                ("version", models.PositiveIntegerField(default=1, null=True)),
                ("created_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False, null=True)),
                (
                    "home_site",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.site",
                        verbose_name="district the person lives or will live in",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Whereabouts",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("CUSTODY", "In prison"), ("COMMUNITY", "In the community")], max_length=10)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="whereabouts", to="people.person")),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.site")),
            ],
            options={
                "verbose_name_plural": "whereabouts",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["CUSTODY", "COMMUNITY"])), name="people_whereabouts_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="people_whereabouts_dates",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)), fields=("person",), name="people_whereabouts_one_now"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WhereaboutsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, null=True, serialize=False)),
                ("kind", models.CharField(choices=[("CUSTODY", "In prison"), ("COMMUNITY", "In the community")], max_length=10, null=True)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
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
                        to="people.whereabouts",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.site",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("age_band", "birth_date", "created_at", "ethnicities", "family_name", "gender", "given_names", "home_site_id", "id", "interpreter_needed", "iwi", "languages", "name_mi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_name", "release_date", "release_unknown_because", "search_key", "version") SELECT new_values."age_band", new_values."birth_date", new_values."created_at", new_values."ethnicities", new_values."family_name", new_values."gender", new_values."given_names", new_values."home_site_id", new_values."id", new_values."interpreter_needed", new_values."iwi", new_values."languages", new_values."name_mi", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."preferred_name", new_values."release_date", new_values."release_unknown_because", new_values."search_key", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="716895b264f5236458888e8c4a26d5bd20b7bd66",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65688",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("age_band", "birth_date", "created_at", "ethnicities", "family_name", "gender", "given_names", "home_site_id", "id", "interpreter_needed", "iwi", "languages", "name_mi", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_name", "release_date", "release_unknown_because", "search_key", "version") SELECT new_values."age_band", new_values."birth_date", new_values."created_at", new_values."ethnicities", new_values."family_name", new_values."gender", new_values."given_names", new_values."home_site_id", new_values."id", new_values."interpreter_needed", new_values."iwi", new_values."languages", new_values."name_mi", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."preferred_name", new_values."release_date", new_values."release_unknown_because", new_values."search_key", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="eaf4333b0d0bc05f5b3300bc37076715bf87ce51",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de829",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["person", "pillar"], name="people_need_person"),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "pillar__in",
                        ["ACCOMMODATION", "EDUCATION_TRAINING", "EMPLOYMENT", "SKILLS_FOR_LIFE", "HEALTH_WELLBEING", "FAMILY_COMMUNITY"],
                    )
                ),
                name="people_need_pillar",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["NOT_STARTED", "IN_PROGRESS", "MET", "DECLINED"])), name="people_need_status"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="need_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{DECLINED:IN_PROGRESS,IN_PROGRESS:DECLINED,IN_PROGRESS:MET,MET:IN_PROGRESS,NOT_STARTED:DECLINED,NOT_STARTED:IN_PROGRESS,NOT_STARTED:MET}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="96cf701be9a35281e6a2dbe1a36b03ae179983af",
                    operation="UPDATE",
                    pgid="pgtrigger_need_states_3d506",
                    table="people_need",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_needevent" ("changed_at", "created_at", "id", "note", "owner_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "status", "version") SELECT new_values."changed_at", new_values."created_at", new_values."id", new_values."note", new_values."owner_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."pillar", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="781b945517b56c3e487b5f8961b22d58b7f94d53",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8411c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_needevent" ("changed_at", "created_at", "id", "note", "owner_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "status", "version") SELECT new_values."changed_at", new_values."created_at", new_values."id", new_values."note", new_values."owner_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."pillar", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e78bd0b89014cb51fd5a379d949b234a2f628747",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cbf58",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_need",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(fields=["person", "team"], name="people_involvement_pair"),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(fields=["team", "person"], name="people_involvement_team"),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                name="people_involvement_dates",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvement",
            trigger=pgtrigger.compiler.Trigger(
                name="involvement_only_ends",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    if new.person_id <> old.person_id or new.team_id <> old.team_id or new.compartments <> old.compartments\n                       or new.starts_at < old.starts_at or new.because_kind <> old.because_kind or new.because_id is distinct from old.because_id\n                       or (old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at)) then\n                      raise exception 'an involvement can only be ended, never widened';\n                    end if;\n                    return new;\n                ",
                    hash="4fcb69fca132a2e0ce55ece0349f8a6837a9e7c1",
                    operation="UPDATE",
                    pgid="pgtrigger_involvement_only_ends_73e02",
                    table="people_involvement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_involvementevent" ("because_id", "because_kind", "by_id", "compartments", "ends_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at", "team_id") SELECT new_values."because_id", new_values."because_kind", new_values."by_id", new_values."compartments", new_values."ends_at", new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."starts_at", new_values."team_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4aca7bcdd650389fdcb27d1f6bab23bb28643dbb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_25750",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_involvement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_involvementevent" ("because_id", "because_kind", "by_id", "compartments", "ends_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at", "team_id") SELECT new_values."because_id", new_values."because_kind", new_values."by_id", new_values."compartments", new_values."ends_at", new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."starts_at", new_values."team_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1accb6a95eb5c0bdf07e3816a01101c8e5e1f8c2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_75471",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_involvement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(fields=["person"], name="people_identifier_person"),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(fields=("scheme", "value"), name="people_identifier_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_identifierevent" ("id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") SELECT new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."scheme", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a30b70c88239bfe54d8a33f409a2b3b680bb73fc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a1cac",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_identifierevent" ("id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") SELECT new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."scheme", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e112c9bf969e18596b3c50d4baa6b80911b00f25",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e3682",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="whereabouts",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_whereaboutsevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id", "starts_on") SELECT new_values."ends_on", new_values."id", new_values."kind", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."site_id", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="07b5a0572991215d23b518309f2824f6acd57273",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f50ea",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_whereabouts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="whereabouts",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_whereaboutsevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "site_id", "starts_on") SELECT new_values."ends_on", new_values."id", new_values."kind", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."site_id", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bd4cda07cf1abe2538f1430c17402691fadb5cda",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1189",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_whereabouts",
                    when="AFTER",
                ),
            ),
        ),
    ]
