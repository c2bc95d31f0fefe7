"""The right to change who people are and where they are, for the roles that have it on a new site."""

from django.db import migrations

_RIGHT = """
insert into accounts_rolepermission (id, role_id, permission)
select gen_random_uuid(), r.code, 'person.edit' from accounts_role r
where r.code in ('case_manager', 'probation_officer', 'team_manager') on conflict do nothing"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_closing_reasons_in_plainer_words")]

    operations = [migrations.RunSQL(_RIGHT, migrations.RunSQL.noop)]
