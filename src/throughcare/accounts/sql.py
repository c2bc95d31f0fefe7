"""The narrow functions row-level security stands on. They run as the owner, and each gives one answer only."""

from throughcare.common.protection import define

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
_MINE = """accounts_membership m join accounts_user u on u.id = m.user_id
    where m.user_id = throughcare.reader() and u.is_active
    and m.starts_on <= current_date and (m.ends_on is null or m.ends_on >= current_date)"""
define(
    "my_teams",
    f"create or replace function throughcare.my_teams() returns uuid[] {_DEFINER} as $$ "
    f"select coalesce(array_agg(distinct m.team_id), '{{}}') from {_MINE} and m.team_id is not null $$",
)
define(
    "may",
    f"create or replace function throughcare.may(wanted text) returns boolean {_DEFINER} as $$ "
    f"select exists (select 1 from accounts_rolepermission p where p.permission = wanted and p.role_id in (select m.role_id from {_MINE})) $$",
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
    "session_delete",
    f"create or replace function throughcare.session_delete(wanted text) returns void {_VOLATILE} as $$ delete from accounts_session where session_key = wanted $$",
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
