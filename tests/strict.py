"""What the whole suite refuses: a template variable nobody passed, a piece of template in an answer, pages cut from a list without
order, and, when everything ran, a template no test ever rendered.
"""

import copy
import re
import sys
from pathlib import Path
from typing import Any, Self

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpResponseBase
from django.template import engines
from django.test.signals import template_rendered

SOURCE = Path(__file__).resolve().parents[1] / "src" / "throughcare"

# Templates no test renders, each with the reason.
_ELEMENTS = "common/templates/allauth/elements"
NEVER_RENDERED = {
    f"{_ELEMENTS}/alert.html": "allauth: said to somebody logged in who asks for a new password; our pages pass it no `user`, so it is not said",
    f"{_ELEMENTS}/details.html": "allauth: log-in by a mailed code, which is off; kept in our look should a site turn it on",
    f"{_ELEMENTS}/panel.html": "allauth: its overview of second steps, which ours stands in for",
    f"{_ELEMENTS}/provider.html": "allauth: log-in through another site, which is not installed; kept in our look should a site add it",
    f"{_ELEMENTS}/provider_list.html": "as provider.html",
}


class UndefinedVariable(AssertionError):
    """One of our templates names a variable that its page does not pass."""


class UnrenderedTemplate(AssertionError):
    """A piece of template language left in an answer."""


class Unordered(AssertionError):
    """Some rows of a list whose order is the database's whim."""


def _ours(template: Any) -> bool:
    return template is not None and template.origin.name.startswith(str(SOURCE))


class Strict(str):
    """Django's `string_if_invalid` for tests: raises for our own templates, and keeps the usual answer (nothing) for other packages'."""

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> Any:
        frame = sys._getframe(1).f_locals
        expression, context = frame.get("self"), frame.get("context")
        guarded = any(name.__name__.startswith("default") for name, _ in getattr(expression, "filters", ()))
        if context is None or (_ours(context.template) and _ours(context.render_context.template) and not guarded):
            where = context.render_context.template.origin.name.removeprefix(f"{SOURCE}/") if context else "a template"
            raise UndefinedVariable(f"{where} names {variable}, which nobody passed")
        if expression is None or not hasattr(expression, "filters"):
            return ""
        nothing = copy.copy(expression)
        nothing.var, nothing.is_var = "", False
        return nothing.resolve(context)


_TEMPLATE_LANGUAGE = re.compile(rb"\{\{|\{%|%\}")


def check_answer(response: HttpResponseBase) -> None:
    """Raise UnrenderedTemplate when a page shows template language."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    body: bytes = response.content  # type: ignore[attr-defined]  # not a stream
    if found := _TEMPLATE_LANGUAGE.search(body):
        raise UnrenderedTemplate(f"left in a page: {body[max(0, found.start() - 60) : found.end() + 60]!r}")


class CheckAnswers:
    """The outermost middleware of the tests."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        check_answer(response)
        return response


_SLICED = re.compile(r" LIMIT (\d+)(?: OFFSET \d+)?$")
_LOOKUPS = {"1", "21"}  # exists() and get(): any row will do
_COUNTED = re.compile(r'SELECT "\w+"\."id"(?: AS "id")? FROM')  # keys alone are taken to be counted, up to a limit


def check_order(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper that raises Unordered."""
    found = _SLICED.search(sql) if isinstance(sql, str) else None
    if found and found[1] not in _LOOKUPS and "ORDER BY" not in sql and not _COUNTED.match(sql):
        raise Unordered(f"a slice of a list without an order: {sql}")
    return execute(sql, params, many, context)


def _watch_connection(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if check_order not in connection.execute_wrappers:
        connection.execute_wrappers.append(check_order)


_rendered: set[str] = set()


def _note_template(sender: object, template: Any, **kwargs: object) -> None:
    if _ours(template):
        _rendered.add(template.origin.name.removeprefix(f"{SOURCE}/"))


def install() -> None:
    """Called once, after Django is set up."""
    from django.conf import settings  # noqa: PLC0415 - reading a setting is what sets Django up

    engines["django"].engine.string_if_invalid = Strict()  # type: ignore[attr-defined]  # the template engine behind Django's back-end
    settings.MIDDLEWARE = ["tests.strict.CheckAnswers", *settings.MIDDLEWARE]
    connection_created.connect(_watch_connection)
    template_rendered.connect(_note_template)


# -- Templates nobody renders -------------------------------------------------------------------------------------------------


def templates() -> set[str]:
    """Every template of ours, by its path in the source."""
    return {str(path.relative_to(SOURCE)) for path in SOURCE.glob("*/templates/**/*") if path.is_file()}


def unused(rendered: set[str]) -> list[str]:
    """Templates no test rendered, and reasons that are no longer needed."""
    never = sorted(templates() - rendered - set(NEVER_RENDERED))
    return never + [f"{name} (is rendered: take it off NEVER_RENDERED)" for name in sorted(set(NEVER_RENDERED) & rendered)]


def whole_suite(config: pytest.Config) -> bool:
    """Nothing was left out by the one who started it."""
    option = config.option
    asked = config.args_source != config.ArgsSource.TESTPATHS or option.keyword or option.markexpr
    return not (asked or getattr(option, "lf", False) or option.collectonly)


class TemplatesRendered:
    """A plugin: gathers what each worker rendered, and fails a whole run that left one of our templates out."""

    def __init__(self) -> None:
        self.missing: list[str] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        _rendered.update(getattr(node, "workeroutput", {}).get("rendered", ()))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["rendered"] = sorted(_rendered)
        elif exitstatus == 0 and whole_suite(session.config) and (missing := unused(_rendered)):
            self.missing = missing
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name in self.missing:
            terminalreporter.write_line(f"FAILED no test renders the template {name}", red=True)
