"""Rows of the table: the audit, one's own account, teams' own staff, log-in."""

from tests.matrix.rows import Row, everyone, row

# -- The audit, and one's own account -------------------------------------------------------------------------------------------
AUDIT = (
    row("audit", "auditor", "privacy_officer"),
    row("retention", "auditor", "privacy_officer"),
    row("retention-ask", "auditor", "privacy_officer", fixed={"code": "unknown"}, post=(404,)),
    row("retention-approve", "auditor", "privacy_officer", ids={"disposal_id": "need_id"}, post=(404,)),
    row("retention-refuse", "auditor", "privacy_officer", ids={"disposal_id": "need_id"}, post=(404,)),
    row("records", "auditor", "privacy_officer"),
    row("record-hold", "auditor", "privacy_officer", post=(200,)),
    row("record-lift", "auditor", "privacy_officer", ids={"hold_id": "need_id"}, post=(404,)),
    row("audit-verification", "auditor", "privacy_officer"),
    row("who-looked", "aroha", "tama"),
    everyone("your-account"),
    # On a kiosk alone: tests/accounts/test_kiosk.py.
    everyone("finished", ok=(404,), nobody=(404,)),
    everyone("kiosk-stay", ok=(404,)),
    everyone("your-keys"),
    row("revoke-key", "referrer", post=(302,)),
)

# -- Teams' own staff -----------------------------------------------------------------------------------------------------------
_KEEPERS = ("team_manager", "partnership_manager", "partner_manager", "administrator")
_STAFF = (
    row("teams", *_KEEPERS),
    row("team", "lead", "administrator"),
    row("team-invite", "lead", "administrator"),
    row("invitation-move", "lead", "administrator", fixed={"verb": "unknown"}, post=(404,)),
    row("staff-close", "lead", "administrator", ids={"user_id": "colleague_id"}),
    row("staff-open", "lead", "administrator", ids={"user_id": "colleague_id"}),
    row("staff-end", "lead", "administrator", ids={"user_id": "colleague_id"}),
    everyone("join", fixed={"key": "unknown"}, nobody=(200,)),
)

# -- Log-in, by allauth: the visitor's own account and nobody else's, so there is nothing to keep apart but whose key it is ----------
_LINK = {"key": "abc", "uidb36": "abc", "pk": "1"}


def account(name: str, signed_in: int, nobody: int = 302) -> Row:
    """A page about the visitor's own account."""
    return everyone(name, fixed=_LINK, ok=(signed_in,), nobody=(nobody,))


ACCOUNT = (
    account("account_login", 302, 200),
    account("account_logout", 200),
    account("account_inactive", 200, 200),
    account("account_signup", 302, 200),
    account("account_email", 302),
    account("account_confirm_login_code", 302),
    account("account_set_password", 200),
    account("account_change_password", 302),
    account("account_reset_password", 200, 200),
    account("account_reset_password_done", 200, 200),
    account("account_reset_password_from_key", 200, 200),
    account("account_reset_password_from_key_done", 200, 200),
    account("account_reauthenticate", 403),
    account("mfa_index", 200),
    account("mfa_authenticate", 302),
    account("mfa_reauthenticate", 403),
    account("mfa_activate_totp", 200),
    account("mfa_deactivate_totp", 404),
    account("mfa_view_recovery_codes", 404),
    account("mfa_generate_recovery_codes", 200),
    account("mfa_download_recovery_codes", 404),
    account("mfa_list_webauthn", 200),
    account("mfa_add_webauthn", 200),
    account("mfa_edit_webauthn", 404),
    account("mfa_remove_webauthn", 404),
    account("mfa_login_webauthn", 302),
    account("mfa_reauthenticate_webauthn", 403),
    # Without a provider in the settings there is nothing; with one: tests/accounts/test_openid.py, test_saml.py.
    *(
        everyone(f"sign-on-{name}", ok=(404,), nobody=(404,))
        for name in ("oidc-back", "oidc-out", "saml-back", "saml-out", "saml-metadata")
    ),
    *(everyone(f"sign-on-{name}", post=(404,), nobody=(404,)) for name in ("oidc", "saml", "saml-answer")),
)
