"""Who may see and change the directory, as conditions of row-level security: written once, used by every table of it."""

from throughcare.common.protection import IS_SYSTEM, Rule, may

EDIT = f"{IS_SYSTEM} or {may('service.edit')} or {may('service.import')}"
MINE = "organization_id = any((select throughcare.my_organizations())::uuid[])"
# Confidential: safe houses and the like, unseen but by their own staff and the directory's editors.
OPEN_OR_MINE = f"not confidential or {MINE}"
# A place nobody marked follows its services (services/sql.py): the list of hidden ones is short, and made once a query.
OPEN_PLACE = f"({OPEN_OR_MINE}) and id not in (select throughcare.hidden_places())"

# The lines of a service are for those it is listed for: who holds a referral to a confidential one sees its row, and no more.
BY_SERVICE = f"exists (select 1 from services_service s where s.id = service_id and ({EDIT} or {OPEN_OR_MINE}))"  # noqa: S608 - our own names
BY_LOCATION = "exists (select 1 from services_location l where l.id = location_id)"
BY_SERVICE_AT_LOCATION = "exists (select 1 from services_serviceatlocation a where a.id = service_at_location_id)"
BY_CONTACT = "exists (select 1 from services_contact c where c.id = contact_id)"
BY_BOTH = f"{BY_SERVICE} and {BY_LOCATION}"
BY_ANY = (
    f"(service_id is null or {BY_SERVICE}) and (location_id is null or {BY_LOCATION}) "
    f"and (service_at_location_id is null or {BY_SERVICE_AT_LOCATION})"
)
BY_ANY_OR_CONTACT = f"{BY_ANY} and (contact_id is null or {BY_CONTACT})"
OF_MY_SERVICE = f"exists (select 1 from services_service s where s.id = service_id and s.{MINE})"  # noqa: S608 - our own names


def directory(see: str, *, change: str = EDIT) -> Rule:
    """Public but for confidential services and their places: those only for their own staff and the directory's editors."""
    reason = "the directory; confidential services and their places only to their own staff"
    return Rule("public", reason, f"{EDIT} or ({see})", change, change, change)
