from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_disposals"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="audit_disposal_approved_by_somebody",
            ),
        ),
    ]
