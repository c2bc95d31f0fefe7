"""The way back to a list keeps what was asked of it, and never leads off the site."""

import pytest
from django.test import RequestFactory

from throughcare.common.wayback import opened_from, passed_on, way_back

LIST = "/services/"


def test_what_was_asked_of_a_list_comes_back() -> None:
    asked = RequestFactory().get(LIST, {"words": "wāhi & noho", "pillar": ["ACCOMMODATION", "EMPLOYMENT"]})
    opened = RequestFactory().get("/services/1/" + opened_from(asked))
    again = RequestFactory().get(way_back(opened, "services"))
    assert again.path == LIST and again.GET == asked.GET
    further = RequestFactory().get("/organizations/1/" + passed_on(opened))
    assert way_back(further, "services") == way_back(opened, "services")


def test_a_list_nothing_was_asked_of_leaves_addresses_as_they_are() -> None:
    assert opened_from(RequestFactory().get(LIST)) == passed_on(RequestFactory().get("/services/1/")) == ""
    assert way_back(RequestFactory().get("/services/1/"), "services") == LIST


@pytest.mark.parametrize(
    "odd", ["//evil.example/", "https://evil.example/?a=b", "/../account/logout/", "javascript:alert(1)", "\r\nSet-Cookie: a=b", "x" * 5000]
)
def test_whatever_the_address_says_the_way_back_is_the_list(odd: str) -> None:
    back = way_back(RequestFactory().get("/services/1/", {"from": odd}), "services")
    assert back == LIST or back.startswith(f"{LIST}?")
    assert not {"/", ":", "\r", "\n"} & set(back.removeprefix(LIST))
