"""Somebody a provider sends, after every check of what it signed and before it is known who they are here."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import Provider, ProviderException

from throughcare.accounts.sign_on.ways import Way


class Fault(ProviderException):  # type: ignore[misc]  # allauth ships no types
    """What came is not to be believed. `code` goes to the audit; whoever stands at the door reads a sentence without it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Vouched:
    """What the provider says of them. nonce: the one its token carries (OpenID Connect)."""

    subject: str
    email: str
    verified: bool
    second_step: bool
    nonce: str = ""


class Arrival(SocialLogin):  # type: ignore[misc]  # as above
    """What allauth hands from page to page. It looks nobody up: the door does, one account at a time, under row security."""

    def __init__(self, provider: Provider, way: Way, vouched: Vouched) -> None:
        # Nothing the provider tells is kept but the subject.
        super().__init__(account=SocialAccount(provider=way.provider, uid=vouched.subject, extra_data={}), provider=provider)
        self.way, self.vouched = way, vouched

    def lookup(self) -> None:
        """See the class."""
