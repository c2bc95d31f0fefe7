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
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("about_kind", models.CharField(max_length=60)),
                ("about_id", models.UUIDField()),
                ("created_at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                (
                    "team",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.team"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-created_at", "-id"], name="notices_notice_user"),
                    models.Index(fields=["team", "-created_at", "-id"], name="notices_notice_team"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("user__isnull", False), ("team__isnull", False), _connector="XOR"),
                        name="notices_notice_one_reader",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeMail",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "Waiting"), ("SENT", "Sent"), ("NOT_WANTED", "No mail: the account was closed meanwhile")],
                        default="WAITING",
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="notices.notice")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "user"), name="notices_noticemail_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["WAITING", "SENT", "NOT_WANTED"])), name="notices_noticemail_state"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeRead",
            fields=[
                ("id", models.UUIDField(default=throughcare.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=throughcare.common.clock.now, editable=False)),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="notices.notice")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("notice", "user"), name="notices_noticeread_once")],
            },
        ),
    ]
