"""A route without a policy stops the application."""

import sys
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path
from ninja import Router

from throughcare.config.api import make_api
from throughcare.config.routes import addresses, check_routes


def _bare_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _bare_operation(request: HttpRequest) -> dict[str, str]:
    return {}


def _addresses(monkeypatch: pytest.MonkeyPatch, *entries: object) -> str:
    module = ModuleType("planted_bare")
    module.urlpatterns = list(entries)  # type: ignore[attr-defined]  # what Django reads
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def test_our_own_addresses_all_say_who_may_come_in() -> None:
    check_routes()
    assert len(list(addresses())) > 20


def test_a_bare_page_is_named_even_inside_an_include(monkeypatch: pytest.MonkeyPatch) -> None:
    where = _addresses(monkeypatch, path("in/", include(([path("bare", _bare_page)], "x"))))
    with override_settings(ROOT_URLCONF=where), pytest.raises(ImproperlyConfigured, match="in/bare"):
        check_routes()


def test_a_bare_operation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    api, router = make_api("bare"), Router()
    router.get("/bare-operation")(_bare_operation)
    api.add_router("", router)
    with (
        override_settings(ROOT_URLCONF=_addresses(monkeypatch, path("api/", api.urls))),
        pytest.raises(ImproperlyConfigured, match="bare-operation"),
    ):
        check_routes()
