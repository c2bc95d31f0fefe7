"""The rights to see and to keep the register of partners, for the roles that have them on a new site."""

from django.db import migrations

_RIGHTS = """
insert into accounts_rolepermission (id, role_id, permission)
select gen_random_uuid(), r.code, p.name from accounts_role r, (values
  ('partner.view', array['case_manager', 'probation_officer', 'team_manager', 'recruitment_consultant', 'partnership_manager',
    'contract_manager', 'executive']),
  ('partner.edit', array['partnership_manager'])) p (name, roles)
where r.code = any(p.roles) on conflict do nothing"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_who_may_change_a_record")]

    operations = [migrations.RunSQL(_RIGHTS, migrations.RunSQL.noop)]
