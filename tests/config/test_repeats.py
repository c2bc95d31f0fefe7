"""Whatever takes a form or a POST goes through `once`, or says here why the same sent again does no harm."""

import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.operation import Operation

from throughcare.accounts.repeats import KEY, REPLAYED, once
from throughcare.config.api import api, make_api
from throughcare.config.described import MAKES_NOTHING
from throughcare.config.routes import EXEMPT as PACKAGES
from throughcare.config.routes import addresses

# Pages that do without, each with the reason.
WITHOUT = {
    "people-import-file": "it says which version it saw, and reading a file so twice is reading it so",
    "people-import-drop": "it says which version it saw; what is deleted can't be deleted again",
    "people-import-save": "saved twice under one name is saved once",
    "people-import-mapping": "it says which version it saw, so a repeat is refused",
    "people-import-mapping-delete": "it says which version it saw; what is deleted can't be deleted again",
    "partner-import-file": "it says which version it saw, and reading a list so twice is reading it so",
    "partner-import-drop": "it says which version it saw; what is deleted can't be deleted again",
    "partner-import-save": "saved twice under one name is saved once",
    "partner-import-mapping": "it says which version it saw, so a repeat is refused",
    "partner-import-mapping-delete": "it says which version it saw; what is deleted can't be deleted again",
    "partner-merge-with": "it changes nothing: it leads to the page that puts two records together",
    "figures-load": "a list sent again changes nothing: every row is told as unchanged",
    "reports-file": "the same file again changes nothing: each row says that it is unchanged",
    "past-grants-start": "it says which version it saw, and a file that is in is not brought in again",
    "past-grants-drop": "it says which version it saw; what is deleted can't be deleted again",
    "people-search": "a search is a read, and what was looked for is kept nowhere",
    "need-service": "the database lets one open referral stand for a need and a service; after a withdrawal the same click begins another",
    "service-pillar": "it says which verdict it saw, so a repeat is refused; the same words may put it back another time",
    "service-confidential": "it says which version it saw, and is told when it is so already",
    "notices-read-all": "read twice is read",
    "saved-view-delete": "what is deleted is not there any more, and a repeat is told so",
    "draft-keep": "kept twice is kept",
    "draft-drop": "gone twice is gone",
    "partner-draft-keep": "kept twice is kept",
    "partner-draft-drop": "gone twice is gone",
    "notice-off": "turned off twice is turned off",
    "failed-jobs-do": "what was tried again or dropped is not in the list any more, and a repeat says so",
    "own-details": "the same words kept again are the same words",
    "retention-ask": "whoever asks twice is told that it is asked for already",
    "emergency": "a record opened already is said to be open, and not opened twice",
    "look": "whoever reviews twice is told that somebody has looked at it already",
    "emergency-opening": "whoever reviews twice is told that it is reviewed already",
    "retention-approve": "whoever approves twice is told that it is approved already",
    "retention-refuse": "whoever refuses twice is told that it was refused already",
    "records": "whoever asks twice is told that it is asked for already",
    "record-hold": "whoever holds a record twice by one order is told that it is held already",
    "record-lift": "whoever lifts a hold twice is told that it is lifted already",
    "join": "the link is good once",
    "light-send": "it says which version it saw; a link is made anew each time it is asked for, and shown once",
    "light-code": "as light-send: a code is shown once",
    "light-sign": "the link signs once, and a second code replaces the first",
    "light-word": "a question sent again is the same question; a no ends the link",
    "light-answer": "the answers by a link are taken once",
    "rate": "an answer is taken once; a repeat kept by its words would say whose they are",
    "rate-own": "as rate",
    "survey-reply": "sent twice is sent",
    "survey-reply-about": "said again the same is the same, and the later word holds",
    "survey-own": "as survey-reply",
    "survey-own-about": "as survey-reply-about",
    "revoke-key": "ended twice is ended",
    "sign-on-oidc": "leads to the provider, and makes nothing but a question of its own",
    "sign-on-saml": "as sign-on-oidc",
    "sign-on-saml-answer": "an answer is good once, for one question of one browser: the second is refused",
    "demo-log-in": "opens a session in demo mode, and makes nothing",
}


# Operations that take no key, each with the words by which its description says why.
WITHOUT_KEY = {
    "/api/v1/people/search": "what was looked for is kept nowhere",
    "/api/v1/agreements/past-grants/check": "Makes nothing",
    "/api/v1/jobs/failed/retry": "a repeat says so",
    "/api/v1/jobs/failed/drop": "a repeat says so",
}


def codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function and of those written inside it."""
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from codes(part)


def reach(function: Any, seen: set[Any] | None = None) -> tuple[set[str], set[int]]:
    """Names used and objects reached by a page, through the helpers of its own module."""
    seen = set() if seen is None else seen
    function = inspect.unwrap(function)
    if not isinstance(function, FunctionType) or function in seen:
        return set(), set()
    seen.add(function)
    names = {name for code in codes(function.__code__) for name in code.co_names}
    found = [function.__globals__[name] for name in names if name in function.__globals__]
    objects = {id(one) for one in found}
    for one in found:
        if isinstance(one, FunctionType) and one.__module__ == function.__module__:
            more_names, more_objects = reach(one, seen)
            names, objects = names | more_names, objects | more_objects
    return names, objects


def only_posts(view: Any) -> bool:
    """Is it under @require_POST?"""
    while view is not None:
        held = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
        if any(isinstance(part, list) and "POST" in part for part in held):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def bare(entries: Any) -> set[str]:
    """Names of pages and operations that take a POST and don't go through `once`."""
    found = set()
    for path, name, view in entries:
        if isinstance(view, Operation):
            takes, where = "POST" in view.methods and MAKES_NOTHING not in (view.openapi_extra or {}), path
            function = view.view_func
        else:
            function, where = view, name
            takes = only_posts(view) or "POST" in reach(view)[0]
        if takes and id(once) not in reach(function)[1]:
            found.add(where)
    return found


def ours() -> list[tuple[str, str, Any]]:
    return [entry for entry in addresses() if not any(entry[1].startswith(start) for start in PACKAGES)]


def test_what_takes_a_post_is_done_once() -> None:
    assert bare(ours()) == set(WITHOUT) & {name for _, name, _ in ours()}, "Use accounts.repeats.once, or give the reason in WITHOUT."


def test_the_check_sees_pages_and_operations() -> None:
    """Planted: a page and an operation that must be found, and a page that must not."""

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.POST)

    def guarded(request: HttpRequest) -> HttpResponse:
        return HttpResponse(once(request, lambda: request.POST, lambda _: None).thing)  # type: ignore[type-var]  # never called

    router = Router()
    router.post("/made")(page)
    planted = make_api("planted_repeats")
    planted.add_router("", router)
    operations = [("made", "", operation) for view in router.path_operations.values() for operation in view.operations]
    assert bare([("page", "page", page), ("guarded", "guarded", guarded), *operations]) == {"page", "made"}


def test_every_post_is_described_with_its_header() -> None:
    schema = api.get_openapi_schema()
    posts = {path: methods["post"] for path, methods in schema["paths"].items() if "post" in methods}
    assert len(posts) > 8
    for path, post in posts.items():
        if MAKES_NOTHING in post:
            assert path in WITHOUT_KEY and WITHOUT_KEY[path] in post["description"], path
            continue
        assert [p["in"] for p in post["parameters"] if p["name"] == KEY] == ["header"], path
        assert "application/problem+json" in post["responses"][422]["content"], path
        (done,) = [answer for status, answer in post["responses"].items() if 200 <= int(status) < 300]
        assert REPLAYED in done["headers"], path
    assert schema["components"]["schemas"]["Problem"]["required"] == ["type", "title", "status"]
