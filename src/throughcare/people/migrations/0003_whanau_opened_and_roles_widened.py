"""What sites that are there already need besides the tables: rights new to the roles, and whānau's part of the record for each office.

An involvement can't be widened, so an office that works with somebody gets a second one, which ends when the first does.
"""

from django.db import migrations

_KEEPING = ("caseload.own", "note.write", "note.sensitive", "contact.view", "contact.edit", "contact.hidden")

_ROLES = """
insert into accounts_rolepermission (id, role_id, permission)
select gen_random_uuid(), r.code, p.permission from accounts_role r, unnest(%s::varchar[]) as p (permission)
where r.code in ('case_manager', 'probation_officer') on conflict do nothing"""

_WHANAU = """
insert into people_involvement (id, person_id, team_id, because_kind, because_id, compartments, starts_at, ends_at, by_id)
select gen_random_uuid(), i.person_id, i.team_id, i.because_kind, i.because_id, '{C5}', now(), i.ends_at, null
from people_involvement i
where i.because_kind = 'people.assignment' and 'C9' = any(i.compartments) and not 'C5' = any(i.compartments)
  and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now())
  and not exists (select 1 from people_involvement w where w.person_id = i.person_id and w.team_id = i.team_id and 'C5' = any(w.compartments)
                  and w.starts_at <= now() and (w.ends_at is null or w.ends_at > now()))"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_caseload_notes_contacts"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL([(_ROLES, [list(_KEEPING)])], migrations.RunSQL.noop),
        migrations.RunSQL(_WHANAU, migrations.RunSQL.noop),
    ]
