"""Calls a GOV.UK component without keeping anything between calls.

Django shares template nodes between threads. A component that parks one request's words on its node can show them in
another's page, which for case records is a breach; here nothing but the compiled macro is kept.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import (
    ChainableUndefined,
    Environment,
    PackageLoader,
    PrefixLoader,
    TemplateNotFound,
)

PACKAGE = "govuk_frontend_jinja"


class UnknownComponent(Exception):
    """A template names a GOV.UK component that does not exist."""


def render_component(name: str, params: Mapping[str, Any]) -> SafeString:
    """The markup of the component `name`, spelled as in the GOV.UK Design System ("summaryList")."""
    html: str = _macro(name)(_guarded(params))
    return mark_safe(html.strip())  # noqa: S308  (the macros escape; _guarded escapes what they trust)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # The macros import each other as "govuk_frontend_jinja/…": hence the prefix.
    return Environment(
        loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=64)
def _macro(name: str) -> Any:
    folder = re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
    try:
        template = _environment().get_template(f"{PACKAGE}/components/{folder}/macro.html")
    except TemplateNotFound:
        raise UnknownComponent(f"There is no GOV.UK component {name!r}. Names are written like summaryList.") from None
    return getattr(template.module, f"govuk{name[0].upper()}{name[1:]}")


def _guarded(value: Any, key: str = "") -> Any:
    """Escape every `html` parameter that was not marked safe: the macros print those as they stand."""
    if isinstance(value, Mapping):
        return {k: _guarded(v, str(k)) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_guarded(v, key) for v in value]
    if isinstance(value, str) and key.lower().endswith("html"):
        return conditional_escape(value)
    return value
