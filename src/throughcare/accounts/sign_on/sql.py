"""The one question asked before it is known whose log-in this is. It gives a key and nothing else."""

from throughcare.common.protection import define

define(
    "sign_on_owner",
    "create or replace function throughcare.sign_on_owner(from_provider text, subject text) returns uuid "
    "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ "
    "select s.user_id from socialaccount_socialaccount s where s.provider = from_provider and s.uid = subject $$",
)
