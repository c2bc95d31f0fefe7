"""The right to have tasks and to give them, for the roles that have it on a new site: everybody of a team."""

from django.db import migrations

_RIGHTS = """
insert into accounts_rolepermission (id, role_id, permission)
select gen_random_uuid(), r.code, 'task.do' from accounts_role r
where r.code in ('case_manager', 'probation_officer', 'team_manager', 'recruitment_consultant', 'partnership_manager', 'contract_manager', 'analyst',
  'executive', 'administrator', 'records', 'privacy_officer', 'victim_liaison', 'auditor', 'partner_worker', 'partner_manager', 'employer_contact',
  'volunteer', 'volunteer_coordinator', 'chaplain', 'advisory_member') on conflict do nothing"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_who_may_read_tikanga_notes")]

    operations = [migrations.RunSQL(_RIGHTS, migrations.RunSQL.noop)]
