"""Where the code of a signature went; and one open link of each agreement to sign by, several to the three questions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_light_path")]

    operations = [
        migrations.AddField(
            model_name="lightsignature",
            name="address",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254, verbose_name="where the code was mailed to"),
        ),
        migrations.RemoveConstraint(model_name="lightlink", name="agreements_lightlink_one"),
        migrations.AddConstraint(
            model_name="lightlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("purpose", "SIGN"), ("revoked_at__isnull", True), ("used_at__isnull", True)),
                fields=("agreement",),
                name="agreements_lightlink_sign",
            ),
        ),
    ]
