"""Who sees what a task is about, and who may be given one: asked of the apps above, which said so when Django started."""

from throughcare.common.protection import define, define_trigger
from throughcare.tasks import kinds

_NAMES = ", ".join(f"'{name}'" for name in ("", *sorted(kinds.registered())))


def _cases(name: str) -> str:
    found = " ".join(f"when '{kind}' then ({getattr(one, name)})" for kind, one in sorted(kinds.registered().items()))
    return f"coalesce(case about {found} else false end, false)" if found else "false"


_INVOKER = "language sql stable security invoker set search_path = pg_catalog, public, pg_temp"
_AS_OWNER = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"

define(
    "sees_task_thing",
    # With the reader's own eyes: what they can't see has no tasks for them.
    f"create or replace function throughcare.sees_task_thing(about text, thing uuid) returns boolean {_INVOKER} as $$ select {_cases('sees')} $$",
)
define(
    "oversees_tasks",
    f"create or replace function throughcare.oversees_tasks(about text) returns boolean {_INVOKER} as $$ select {_cases('oversees')} $$",
)
define(
    "task_colleagues",
    # Who works in the reader's teams today and may have tasks. Accounts of others are hidden otherwise.
    f"""create or replace function throughcare.task_colleagues() returns table (user_id uuid, name text) {_AS_OWNER} as $$
    select distinct u.id, u.name::text from accounts_membership m join accounts_user u on u.id = m.user_id
    join accounts_rolepermission p on p.role_id = m.role_id and p.permission = 'task.do'
    where u.is_active and m.team_id = any(throughcare.my_teams()) and m.starts_on <= throughcare.today()
    and (m.ends_on is null or m.ends_on >= throughcare.today()) $$""",
)
define(
    "may_have_task",
    # About nothing: oneself, a colleague, one's own teams. About a thing: oneself, and whom its app names.
    f"""create or replace function throughcare.may_have_task(about text, to_user uuid, to_team uuid) returns boolean {_AS_OWNER} as $$
    select throughcare.is_system() or coalesce(to_user = throughcare.reader(), false) or {_cases("takes")} or (about = '' and (
      coalesce(to_team = any(throughcare.my_teams()), false) or exists (select 1 from throughcare.task_colleagues() c where c.user_id = to_user))) $$""",
)
define(
    "task_follows",
    # What it is about went into another record, in this transaction, or came back from it: as its app says.
    f"create or replace function throughcare.task_follows(about text, was uuid, thing uuid) returns boolean {_AS_OWNER} as $$ select {_cases('follows')} $$",
)
define(
    "task_given",
    # Its kind is one that an app above named, and it stays about what it was about, unless that went into another; whoever is given it may be.
    f"""create or replace function throughcare.task_given() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if new.about_kind <> all(array[{_NAMES}]::text[]) then
        raise exception 'nobody said what a task about a % shows', new.about_kind using errcode = 'check_violation';
      end if;
      if tg_op = 'UPDATE' and (old.about_kind, old.about_id, old.rule, old.occasion) is distinct from (new.about_kind, new.about_id, new.rule, new.occasion)
         and not (old.about_kind = new.about_kind and old.rule = new.rule and throughcare.task_follows(new.about_kind, old.about_id, new.about_id)) then
        raise exception 'a task stays about what it is about' using errcode = 'check_violation';
      end if;
      if tg_op = 'UPDATE' and (old.user_id, old.team_id) is not distinct from (new.user_id, new.team_id) then
        return new;
      end if;
      if not throughcare.may_have_task(new.about_kind, new.user_id, new.team_id) then
        raise exception 'they may not be given this task' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "tasks_task", "create trigger task_given before insert or update on tasks_task for each row execute function throughcare.task_given()"
)
