"""The narrow functions row-level security stands on. They run as the owner, and each gives one answer only."""

from django.conf import settings

from throughcare.accounts.permissions import ANY_TEAM_ROLES, PARTNER_ROLES, WITHOUT_TEAM_ROLES
from throughcare.common.protection import define, standing, standing_among

_DEFINER = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"
_PLAIN = "language sql stable parallel safe"

define(
    "reader",
    f"create or replace function throughcare.reader() returns uuid {_PLAIN} as $$ select nullif(current_setting('throughcare.reader', true), '')::uuid $$",
)
define(
    "is_system",
    f"create or replace function throughcare.is_system() returns boolean {_PLAIN} as $$ select coalesce(current_setting('throughcare.system', true), '') <> '' $$",
)
define(
    "login_user",
    f"create or replace function throughcare.login_user() returns uuid {_PLAIN} as $$ select nullif(current_setting('throughcare.login_user', true), '')::uuid $$",
)
define(
    "login_email",
    f"create or replace function throughcare.login_email() returns text {_PLAIN} as $$ select lower(nullif(current_setting('throughcare.login_email', true), '')) $$",
)
define(
    "today",
    # The date at the site, as `common.clock.today` gives it. PostgreSQL's own current_date follows the session's time zone, which Django
    # sets to UTC: in New Zealand a membership would then begin at noon or 1 pm of its first day.
    f"create or replace function throughcare.today() returns date {_PLAIN} as $$ select (now() at time zone '{settings.TIME_ZONE}')::date $$",
)
# Of the membership `m`: it counts today.
IN_FORCE = "m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today())"
_MINE = f"""accounts_membership m join accounts_user u on u.id = m.user_id
    where m.user_id = throughcare.reader() and u.is_active
    and {IN_FORCE}"""
define(
    "looked_up",
    # True while what `throughcare.stand` looked up is about this reader, and still holds in this transaction.
    f"create or replace function throughcare.looked_up() returns boolean {_PLAIN} as $$ select "
    "coalesce(nullif(current_setting('throughcare.standing', true), '') = current_setting('throughcare.reader', true), false) $$",
)
define(
    "stands",
    # Policies and processes of before decision 31 ask this, and then read a setting that nobody puts any more: so they look anew.
    f"create or replace function throughcare.stands() returns boolean {_PLAIN} as $$ select false $$",
)
_STAND = ("accounts_membership", "accounts_rolepermission", "accounts_user")
# `me` and `today`: asked once, not of every row of a table too small for its index.
standing_among(
    "mine", "select m.team_id, m.role_id from " + _MINE.replace("throughcare.reader()", "me").replace("throughcare.today()", "today")
)
standing("my_teams", "uuid[]", "array(select distinct mine.team_id from mine where mine.team_id is not null)", of=_STAND)
standing(
    "my_permissions",
    "text[]",
    "array(select distinct p.permission::text from accounts_rolepermission p where p.role_id in (select mine.role_id from mine))",
    of=_STAND,
)
define(
    "may",
    "create or replace function throughcare.may(wanted text) returns boolean language sql stable as $$ select wanted = any(throughcare.my_permissions()) $$",
)
define(
    "user_names",
    "create or replace function throughcare.user_names(wanted uuid[]) returns table (id uuid, name text) " + _DEFINER + " as $$ "
    # A name is shown to somebody signed in only; people's and whānau members' names come from their own records.
    "select u.id, u.name::text from accounts_user u where u.id = any(wanted) and (throughcare.reader() is not null or throughcare.is_system()) and "
    "(u.id = throughcare.reader() or exists (select 1 from accounts_membership m where m.user_id = u.id and m.team_id is not null)) $$",
)
define(
    "token_owner",
    f"create or replace function throughcare.token_owner(wanted bytea) returns table (user_id uuid, token_id uuid, scopes text[]) {_DEFINER} as $$ "
    "select t.user_id, t.id, t.scopes::text[] from accounts_apitoken t join accounts_user u on u.id = t.user_id "
    "where t.digest = wanted and t.revoked_at is null and t.expires_at > now() and u.is_active $$",
)
_VOLATILE = "language sql volatile security definer set search_path = pg_catalog, public, pg_temp"
define(
    "session_read",
    f"create or replace function throughcare.session_read(wanted text) returns table (session_data text, expire_date timestamptz) {_DEFINER} as $$ "
    "select s.session_data, s.expire_date from accounts_session s where s.session_key = wanted and s.expire_date > now() $$",
)
define(
    "session_add",
    f"create or replace function throughcare.session_add(wanted text, new_data text, expires timestamptz) returns boolean {_VOLATILE} as $$ "
    "with added as (insert into accounts_session values (wanted, new_data, expires) on conflict do nothing returning 1) select exists (select 1 from added) $$",
)
define(
    "session_change",
    f"create or replace function throughcare.session_change(wanted text, new_data text, expires timestamptz) returns boolean {_VOLATILE} as $$ "
    "with changed as (update accounts_session s set session_data = new_data, expire_date = expires where s.session_key = wanted returning 1) "
    "select exists (select 1 from changed) $$",
)
define(
    "session_put",
    f"create or replace function throughcare.session_put(wanted text, new_data text, expires timestamptz, whose uuid, adding boolean) returns boolean {_VOLATILE} as $$ "
    "with added as (insert into accounts_session (session_key, session_data, expire_date, user_id) select wanted, new_data, expires, whose where adding "
    "on conflict do nothing returning 1), changed as (update accounts_session s set session_data = new_data, expire_date = expires, user_id = whose "
    "where not adding and s.session_key = wanted returning 1) select exists (select 1 from added) or exists (select 1 from changed) $$",
)
define(
    "session_delete",
    f"create or replace function throughcare.session_delete(wanted text) returns void {_VOLATILE} as $$ delete from accounts_session where session_key = wanted $$",
)
define(
    "session_end_others",
    f"create or replace function throughcare.session_end_others(kept text) returns void {_VOLATILE} as $$ "
    "delete from accounts_session where user_id = throughcare.reader() and session_key <> kept $$",
)
define(
    "session_clear",
    f"create or replace function throughcare.session_clear() returns void {_VOLATILE} as $$ delete from accounts_session where expire_date < now() $$",
)
define(
    "counter_read",
    f"create or replace function throughcare.counter_read(wanted text) returns text {_DEFINER} as $$ "
    "select c.value from accounts_counter c where c.key = wanted and c.expires_at > now() $$",
)
define(
    "counter_add",
    # One that has run out counts as gone.
    f"create or replace function throughcare.counter_add(wanted text, new_value text, seconds int) returns boolean {_VOLATILE} as $$ "
    "with added as (insert into accounts_counter as c values (wanted, new_value, now() + make_interval(secs => seconds)) "
    "on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at where c.expires_at <= now() returning 1) "
    "select exists (select 1 from added) $$",
)
define(
    "counter_set",
    f"create or replace function throughcare.counter_set(wanted text, new_value text, seconds int) returns void {_VOLATILE} as $$ "
    "insert into accounts_counter values (wanted, new_value, now() + make_interval(secs => seconds)) "
    "on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at $$",
)
define(
    "counter_delete",
    f"create or replace function throughcare.counter_delete(wanted text) returns boolean {_VOLATILE} as $$ "
    "with gone as (delete from accounts_counter where key = wanted returning 1) select exists (select 1 from gone) $$",
)
define(
    "counter_sweep",
    # It took `whole` from processes of an earlier version, which still may call it; no reader empties the counters.
    f"create or replace function throughcare.counter_sweep(whole boolean) returns void {_VOLATILE} as $$ "
    "delete from accounts_counter where expires_at < now() $$",
)


def _texts(words: tuple[str, ...]) -> str:
    return "array[" + ", ".join(f"'{word}'" for word in words) + "]"


# -- Teams' own staff: invited, closed and opened again by their managers, without anybody's password coming into sight -----------
define(
    "my_staff_teams",
    f"create or replace function throughcare.my_staff_teams() returns uuid[] {_DEFINER} as $$ "
    f"select coalesce(array_agg(distinct m.team_id), '{{}}') from {_MINE} and m.team_id is not null "
    "and exists (select 1 from accounts_rolepermission p where p.role_id = m.role_id and p.permission = 'staff.manage') $$",
)
define(
    "no_more_than_mine",
    # Does this role allow nothing that the reader's own roles in this team don't?
    f"create or replace function throughcare.no_more_than_mine(wanted text, team uuid) returns boolean {_DEFINER} as $$ "
    "select not exists (select 1 from accounts_rolepermission p where p.role_id = wanted and p.permission not in "
    f"(select mine.permission from accounts_rolepermission mine where mine.role_id in (select m.role_id from {_MINE} and m.team_id = team))) $$",
)
define(
    "may_give",
    f"create or replace function throughcare.may_give(team uuid, wanted text) returns boolean {_DEFINER} as $$ "
    "select exists (select 1 from accounts_team t join accounts_role r on r.code = wanted where t.id = team "
    f"and wanted <> all({_texts(WITHOUT_TEAM_ROLES)}) "
    f"and (wanted = any({_texts(ANY_TEAM_ROLES)}) or (t.kind = 'PARTNER') = (wanted = any({_texts(PARTNER_ROLES)})))) "
    "and (throughcare.is_system() or throughcare.may('user.manage') "
    "or (team = any(throughcare.my_staff_teams()) and throughcare.no_more_than_mine(wanted, team))) $$",
)
define(
    "may_close",
    # All that somebody does here is in teams of the reader's, in roles that allow no more than the reader's own.
    f"create or replace function throughcare.may_close(wanted uuid) returns boolean {_DEFINER} as $$ "
    "select throughcare.is_system() or (wanted is distinct from throughcare.reader() and (throughcare.may('user.manage') or ("
    f"exists (select 1 from accounts_membership m where m.user_id = wanted and {IN_FORCE} and m.team_id = any(throughcare.my_staff_teams())) "
    f"and not exists (select 1 from accounts_membership m where m.user_id = wanted and {IN_FORCE} and (m.team_id is null "
    "or m.team_id <> all(throughcare.my_staff_teams()) or not throughcare.no_more_than_mine(m.role_id, m.team_id)))))) $$",
)
define(
    "staff_of",
    "create or replace function throughcare.staff_of(wanted uuid) returns table (user_id uuid, name text, email text, role_id text, role text, "
    f"active boolean, last_login timestamptz, second_step boolean, keeps_staff boolean, closable boolean) {_DEFINER} as $$ "
    "select u.id, u.name::text, u.email::text, r.code::text, r.name::text, u.is_active, u.last_login, "
    "exists (select 1 from mfa_authenticator a where a.user_id = u.id and a.type <> 'recovery_codes'), "
    "exists (select 1 from accounts_rolepermission p where p.role_id = r.code and p.permission = 'staff.manage'), throughcare.may_close(u.id) "
    "from accounts_membership m join accounts_user u on u.id = m.user_id join accounts_role r on r.code = m.role_id "
    f"where m.team_id = wanted and {IN_FORCE} "
    "and (throughcare.is_system() or throughcare.may('user.manage') or wanted = any(throughcare.my_staff_teams())) $$",
)
define(
    "teams_of",
    # Where somebody works, for whoever may close their account.
    f"create or replace function throughcare.teams_of(wanted uuid) returns uuid[] {_DEFINER} as $$ "
    f"select coalesce(array_agg(distinct m.team_id), '{{}}') from accounts_membership m where m.user_id = wanted and {IN_FORCE} "
    "and m.team_id is not null and throughcare.may_close(wanted) $$",
)
# Held by every request and job of an account, and by whoever closes it, so that nothing of theirs is under way when it is closed.
_LOCK = "hashtext('throughcare.account'), hashtext(wanted::text)"
define(
    "account_close",
    "create or replace function throughcare.account_close(wanted uuid, why text, closing uuid) "
    "returns table (sessions int, keys int, links int, mails int) "
    "language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$ "
    "declare address text; begin "
    f"perform pg_advisory_xact_lock({_LOCK}); "
    "if not throughcare.may_close(wanted) then raise exception 'not theirs to close' using errcode = 'insufficient_privilege'; end if; "
    # No password: the old one opens nothing any more, nor does a link to set one, when the account is opened again.
    "update accounts_user u set is_active = false, password = '!' || translate(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') "
    "where u.id = wanted and u.is_active returning lower(u.email) into address; "
    "if address is null then return; end if; "
    "insert into accounts_closing (id, user_id, reason, closed_at, closed_by_id) values (closing, wanted, why, now(), throughcare.reader()); "
    "delete from accounts_session s where s.user_id = wanted; get diagnostics sessions = row_count; "
    "update accounts_apitoken t set revoked_at = now() where t.user_id = wanted and t.revoked_at is null; get diagnostics keys = row_count; "
    "delete from mfa_authenticator a where a.user_id = wanted; "
    # Another team's invitation of this address stands as it stood, with a link that opens nothing: that team's manager is not told of the closing.
    "update accounts_invitation i set digest = null, withdrawn_at = case when i.invited_by_id = wanted then now() end "
    "where i.used_at is null and i.withdrawn_at is null and (lower(i.email) = address or i.invited_by_id = wanted); "
    "get diagnostics links = row_count; "
    "update procrastinate_jobs j set status = 'cancelled' where j.status = 'todo' and j.task_name = 'accounts.mail' and j.args->>'user_id' = wanted::text; "
    "get diagnostics mails = row_count; return next; end $$",
)
_NOT_OVER = "(m.ends_on is null or m.ends_on >= throughcare.today())"
define(
    "endable_of",
    # Whose work in this team the reader may end: nobody's whose role there allows more than the reader's own, and never their own.
    f"create or replace function throughcare.endable_of(team uuid) returns setof uuid {_DEFINER} as $$ "
    f"select distinct one.user_id from accounts_membership one where one.team_id = team and (throughcare.is_system() or ("
    "one.user_id is distinct from throughcare.reader() and (throughcare.may('user.manage') or (team = any(throughcare.my_staff_teams()) "
    f"and not exists (select 1 from accounts_membership m where m.user_id = one.user_id and m.team_id = team and {_NOT_OVER} "
    "and not throughcare.no_more_than_mine(m.role_id, team)))))) "
    f"and exists (select 1 from accounts_membership m where m.user_id = one.user_id and m.team_id = team and {_NOT_OVER}) $$",
)
define(
    "membership_end",
    # last_day null: from now on. What has no day behind it yet is set before today, so that it never counted; its versions say when it did.
    "create or replace function throughcare.membership_end(wanted uuid, team uuid, last_day date) "
    "returns table (roles text[], sessions int, keys int, links int) "
    "language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$ "
    "declare day date := throughcare.today(); begin "
    f"perform pg_advisory_xact_lock({_LOCK}); "
    "if wanted not in (select throughcare.endable_of(team)) or last_day < day then "
    "raise exception 'not theirs to end' using errcode = 'insufficient_privilege'; end if; "
    "with begun as (select m.id, case when m.starts_on <= coalesce(last_day, day - 1) then m.starts_on else least(day, "
    "(select min(o.starts_on) from accounts_membership o where (o.user_id, o.team_id, o.role_id) = (m.user_id, m.team_id, m.role_id))) "
    "- (row_number() over (partition by m.role_id order by m.id))::int end as begins "
    f"from accounts_membership m where m.user_id = wanted and m.team_id = team and {_NOT_OVER}), "
    "ended as (update accounts_membership m set starts_on = b.begins, "
    "ends_on = case when b.begins = m.starts_on then coalesce(last_day, day - 1) else day - 1 end from begun b where m.id = b.id returning m.role_id) "
    "select array_agg(distinct e.role_id::text order by e.role_id::text) into roles from ended e; "
    "sessions := 0; keys := 0; links := 0; if last_day is not null then return next; return; end if; "
    # A key made for what no other role of theirs allows ends; without any role, so does every session.
    f"with left_over as (select p.permission from accounts_membership m join accounts_rolepermission p on p.role_id = m.role_id "
    f"where m.user_id = wanted and {IN_FORCE}) update accounts_apitoken t set revoked_at = now() where t.user_id = wanted and t.revoked_at is null "
    "and exists (select 1 from unnest(t.scopes) s where s not in (select l.permission from left_over l)); get diagnostics keys = row_count; "
    f"if not exists (select 1 from accounts_membership m where m.user_id = wanted and {IN_FORCE}) then "
    "delete from accounts_session s where s.user_id = wanted; get diagnostics sessions = row_count; end if; "
    "update accounts_invitation i set withdrawn_at = now(), digest = null where i.used_at is null and i.withdrawn_at is null "
    "and i.invited_by_id = wanted and i.team_id = team; get diagnostics links = row_count; return next; end $$",
)
define(
    "account_open",
    f"create or replace function throughcare.account_open(wanted uuid) returns boolean {_VOLATILE} as $$ "
    "with opened as (update accounts_user u set is_active = true where u.id = wanted and not u.is_active and throughcare.may_close(wanted) returning u.id), "
    "noted as (update accounts_closing c set opened_at = now(), opened_by_id = throughcare.reader() from opened "
    "where c.user_id = opened.id and c.opened_at is null returning 1) select exists (select 1 from opened) $$",
)
define(
    "invitation_of",
    "create or replace function throughcare.invitation_of(wanted bytea) returns table (id uuid, email text, name text, team text, role text, account uuid) "
    f"{_DEFINER} as $$ "
    "select i.id, i.email::text, i.name::text, t.name::text, r.name::text, u.id from accounts_invitation i join accounts_team t on t.id = i.team_id "
    "join accounts_role r on r.code = i.role_id left join accounts_user u on lower(u.email) = lower(i.email) "
    "where i.digest = wanted and i.used_at is null and i.withdrawn_at is null and i.expires_at > now() $$",
)
define(
    "invitation_accept",
    # A new account, or one more team for the account that is logged in when the address is its own.
    "create or replace function throughcare.invitation_accept(wanted bytea, new_user uuid, new_membership uuid, shown text, hashed text) returns uuid "
    "language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$ "
    "declare i accounts_invitation; whose uuid; begin "
    "select * into i from accounts_invitation a where a.digest = wanted and a.used_at is null and a.withdrawn_at is null and a.expires_at > now() for update; "
    "if not found then return null; end if; "
    "select u.id into whose from accounts_user u where lower(u.email) = lower(i.email); "
    "if whose is null and hashed <> '' then "
    "insert into accounts_user (id, email, name, password, is_active, created_at) values (new_user, i.email, shown, hashed, true, now()); whose := new_user; "
    "elsif whose is null or whose is distinct from throughcare.reader() then return null; end if; "
    "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (new_membership, whose, i.team_id, i.role_id, throughcare.today()) "
    "on conflict do nothing; "
    "update accounts_invitation a set used_at = now() where a.id = i.id; return whose; end $$",
)
