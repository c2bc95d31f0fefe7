"""The classes of tables that come with other packages."""

from throughcare.common.protection import IS_SYSTEM, READER, Rule, identity, internal, may, protect_table, public

_LOGIN = "(select throughcare.login_user())"
_OWN = f"user_id = {READER} or user_id = {_LOGIN}"
_OWN_MAIL = f"{_OWN} or lower(email) = (select throughcare.login_email())"
# No address but the account's own: claiming another's would take their log-in from them.
_OWN_ADDRESS = (
    f"({_OWN}) and exists (select 1 from accounts_user u where u.id = account_emailaddress.user_id and lower(u.email) = "  # noqa: S608 - names of our own
    "lower(account_emailaddress.email))"
)


def declare() -> None:
    """Called once, before policies are made or checked."""
    protect_table("django_migrations", public("names of migrations"))
    protect_table("django_content_type", public("names of models"))
    protect_table("auth_permission", public("Django's own permission names, unused"))
    protect_table("auth_group", public("Django's own groups, unused"))
    protect_table("auth_group_permissions", public("Django's own groups, unused"))
    protect_table("pghistory_context", Rule("internal", "unused: a change's context is kept in its own history row", see="true"))
    for name in ("jobs", "periodic_defers", "events", "workers"):
        protect_table(f"procrastinate_{name}", internal("the queue: task names and keys, never a word about anybody"))
    protect_table("account_emailaddress", identity(_OWN_MAIL, add=_OWN_ADDRESS, change=_OWN_ADDRESS, delete=_OWN))
    protect_table("account_emailconfirmation", Rule("identity", "unused: addresses are confirmed by an administrator", see=None))
    manager = f"{IS_SYSTEM} or {may('user.manage')}"
    # Linked by the account's own log-in alone, and never changed; an administrator takes a link away.
    protect_table("socialaccount_socialaccount", identity(f"{_OWN} or {manager}", add=f"user_id = {_LOGIN}", delete=manager))
    for name in ("socialapp", "socialtoken"):
        protect_table(
            f"socialaccount_{name}", Rule("identity", "unused: providers are in the settings, their tokens are not kept", see=None)
        )
    protect_table("mfa_authenticator", identity(_OWN, add=_OWN, change=_OWN, delete=_OWN))
