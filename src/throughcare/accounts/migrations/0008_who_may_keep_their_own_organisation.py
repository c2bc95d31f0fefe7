"""The right to keep one's own organisation right on the register of partners, for the roles of partners' own people."""

from django.db import migrations

_RIGHT = """
insert into accounts_rolepermission (id, role_id, permission)
select gen_random_uuid(), r.code, 'partner.own' from accounts_role r
where r.code in ('partner_worker', 'partner_manager', 'employer_contact') on conflict do nothing"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_who_may_see_partners")]

    operations = [migrations.RunSQL(_RIGHT, migrations.RunSQL.noop)]
