"""The classes of tables that come with other packages."""

from throughcare.common.protection import READER, Rule, identity, internal, protect_table, public

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
    protect_table("mfa_authenticator", identity(_OWN, add=_OWN, change=_OWN, delete=_OWN))
