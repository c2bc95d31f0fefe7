"""The second step of a log-in, left out when the provider asked for one and the settings trust it."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from throughcare.accounts.sign_on import second_step


class SecondStep(AuthenticateStage):  # type: ignore[misc]  # allauth ships no types
    """allauth's own, but for that."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user and second_step.was_elsewhere(request.session, self.login.user.pk):
            return False
        return bool(super()._should_handle(request))
