"""Roles every site starts with."""

from throughcare.accounts.models import Role, RolePermission
from throughcare.accounts.permissions import DEFAULT_ROLES
from throughcare.common.reference import reference_data


@reference_data("roles")
def load_roles() -> None:
    """Add missing roles with their permissions; a role that is there keeps what the site gave it."""
    there = set(Role.objects.values_list("code", flat=True))
    for code, (name, permissions) in DEFAULT_ROLES.items():
        if code in there:
            continue
        Role.objects.create(code=code, name=name)
        RolePermission.objects.bulk_create(RolePermission(role_id=code, permission=p.value) for p in sorted(permissions))
