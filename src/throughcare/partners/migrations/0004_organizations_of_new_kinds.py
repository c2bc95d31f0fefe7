"""The kinds an organisation may be of: the new list is checked while the table is in use, and then the old one goes."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_register")]

    operations = [
        ValidateConstraint(model_name="organization", name="partners_organization_of_a_kind"),
        migrations.RemoveConstraint(model_name="organization", name="partners_organization_kind"),
    ]
