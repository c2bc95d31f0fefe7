"""How allauth behaves here: nobody signs themselves up; accounts are made by those who may."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
