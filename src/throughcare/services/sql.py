"""Narrow functions about what the directory shows a reader."""

from throughcare.accounts.permissions import Permission
from throughcare.common.protection import define, may

define(
    "hidden_places",
    # Places where every service is confidential and none is of the reader's own organisations. Ids only; made from the confidential
    # services, which are few and have an index of their own. The directory's editors see every place, so they never ask.
    """create or replace function throughcare.hidden_places() returns setof uuid
    language sql stable security definer rows 100 set search_path = pg_catalog, public, pg_temp as $$
    select distinct a.location_id from services_service s join services_serviceatlocation a on a.service_id = s.id
    where s.confidential and not exists (
      select 1 from services_serviceatlocation b join services_service o on o.id = b.service_id
      where b.location_id = a.location_id
      and (not o.confidential or o.organization_id = any((select throughcare.my_organizations())::uuid[]))) $$""",
)

define(
    "lists_service",
    # Whether a service stands in the reader's directory; who holds a referral to a confidential one reads its row, and still does not.
    "create or replace function throughcare.lists_service(service uuid) returns boolean "
    "language sql stable security invoker set search_path = pg_catalog, public, pg_temp as "
    "$$ select exists (select 1 from services_service s where s.id = service and (not s.confidential "
    f"or {may(Permission.SERVICE_EDIT)} or {may(Permission.SERVICE_IMPORT)} "
    "or s.organization_id = any((select throughcare.my_organizations())::uuid[]))) $$",
)

define(
    "meets_level",
    # Whether the partner of a service holds the level it asks for, in force today; null for a service the reader does not find. The register
    # itself stays with those who may look at partners.
    """create or replace function throughcare.meets_level(service uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select 1 from partners_accreditation a where a.partner_id = s.organization_id and a.level <= r.level
      and a.ended_on is null and (a.expires_on is null or a.expires_on >= throughcare.today()))
    from services_servicerequirement r join services_service s on s.id = r.service_id
    where r.service_id = meets_level.service and r.level is not null
    and (throughcare.is_system() or (throughcare.may('directory.view') and throughcare.lists_service(s.id))) $$""",
)
