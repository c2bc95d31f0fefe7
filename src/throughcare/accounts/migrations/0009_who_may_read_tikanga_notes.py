"""The right to read partners' tikanga notes, for the role that has it on a new site."""

from django.db import migrations

_RIGHT = """
insert into accounts_rolepermission (id, role_id, permission)
select gen_random_uuid(), r.code, 'partner.tikanga' from accounts_role r
where r.code = 'partnership_manager' on conflict do nothing"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_who_may_keep_their_own_organisation")]

    operations = [migrations.RunSQL(_RIGHT, migrations.RunSQL.noop)]
