"""Narrow functions about partners."""

from throughcare.common.protection import define

define(
    "my_organizations",
    "create or replace function throughcare.my_organizations() returns uuid[] language sql stable security definer "
    "set search_path = pg_catalog, public, pg_temp as $$ select coalesce(array_agg(t.organization_id), '{}') "
    "from partners_organizationteam t where t.team_id = any(throughcare.my_teams()) $$",
)
