"""The rights to see, to write and to approve agreements, for the roles that have them on a new site."""

from django.db import migrations

_RIGHTS = """
insert into accounts_rolepermission (id, role_id, permission)
select gen_random_uuid(), r.code, p.name from accounts_role r, (values
  ('agreement.view', array['partnership_manager', 'contract_manager', 'executive']),
  ('agreement.edit', array['partnership_manager', 'contract_manager']),
  ('agreement.approve', array['partnership_manager', 'contract_manager', 'executive'])) p (name, roles)
where r.code = any(p.roles) on conflict do nothing"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_who_has_tasks")]

    operations = [migrations.RunSQL(_RIGHTS, migrations.RunSQL.noop)]
