"""The components a page is put together from. None keeps anything between two calls.

Items may be mappings, dataclasses or model objects: templates read them by name. A text that is not marked safe is
escaped; mark with `format_html` what holds a link or a `lang`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.safestring import SafeString

from throughcare.common.fields import form_errors
from throughcare.common.govuk import render_component

register = template.Library()
Context = dict[str, Any]

# Django's message levels and plain words, put to the four kinds of alert there are.
ALERTS = {
    "success": "success",
    "warning": "warning",
    "error": "error",
    "danger": "error",
}


@register.simple_tag
def govuk(name: str, params: Mapping[str, Any] | None = None, **more: Any) -> SafeString:
    """A GOV.UK component by its own name and parameters: {% govuk "button" text="Save" %}."""
    return render_component(name, {**(params or {}), **more})


@register.inclusion_tag("common/components/page_heading.html")
def page_heading(text: object, caption: object = "", actions: Iterable[object] = (), lang: str = "") -> Context:
    """The page's one h1, what it belongs to, and buttons {text, href, secondary} beside it."""
    return {"text": text, "caption": caption, "actions": actions, "lang": lang}


@register.inclusion_tag("common/components/primary_nav.html")
def primary_nav(items: Iterable[object]) -> Context:
    """The main navigation under the header: {text, href, current}."""
    return {"items": items}


@register.inclusion_tag("common/components/breadcrumbs.html")
def breadcrumbs(items: Iterable[object]) -> Context:
    """Where this page lies: {text, href} from the top down to its parent."""
    return {"items": items}


@register.inclusion_tag("common/components/back_link.html")
def back_link(href: str, text: object = "") -> Context:
    """One step back, inside a question-by-question walk."""
    return {"href": href, "text": text}


@register.inclusion_tag("common/components/identity_bar.html")
def identity_bar(
    name: object,
    facts: Iterable[object] = (),
    alerts: Iterable[object] = (),
    actions: Iterable[object] = (),
    href: str = "",
) -> Context:
    """Whose record this is, on every page of it: facts {term, value}, alerts {text, colour}, actions {text, href}."""
    return {
        "name": name,
        "facts": facts,
        "alerts": alerts,
        "actions": actions,
        "href": href,
    }


@register.inclusion_tag("common/components/sub_nav.html")
def sub_nav(items: Iterable[object], label: str) -> Context:
    """Pages of one record, side by side: {text, href, current, count}."""
    return {"items": items, "label": label}


@register.inclusion_tag("common/components/side_nav.html")
def side_nav(sections: Iterable[object], label: str) -> Context:
    """Pages of one record, in groups down the side: {title, entries: {text, href, current}}."""
    return {"sections": sections, "label": label}


@register.inclusion_tag("common/components/tag.html")
def tag(text: object, colour: str = "") -> Context:
    """A state in a word. Colours as GOV.UK names them (grey, green, teal, blue, purple, red, orange, yellow)."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("common/components/badge.html")
def badge(text: object, colour: str = "") -> Context:
    """A standing fact beside a name (MoJ colours: red, green, blue, purple, black, grey)."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("common/components/alert.html")
def alert(text: object, variant: str = "information", title: object = "") -> Context:
    """What just happened, or what to know first. `variant`: information, success, warning or error."""
    words = variant.split()
    kind = next((ALERTS[word] for word in words if word in ALERTS), "information")
    return {"text": text, "kind": kind, "title": title}


@register.inclusion_tag("common/components/summary_list.html")
def summary_list(rows: Iterable[object], title: object = "", empty: object = "Not recorded") -> Context:
    """Facts with their change links: {key, value | lines, href, action, about, lang}. A missing value says so."""
    return {"rows": rows, "title": title, "empty": empty}


@register.inclusion_tag("common/components/task_list.html")
def task_list(items: Iterable[object], prefix: str = "task") -> Context:
    """What is left to do: {title, href, hint, status, colour}; no href means it can't be started yet."""
    return {"items": items, "prefix": prefix}


@register.inclusion_tag("common/components/timeline.html")
def timeline(events: Iterable[object], level: int = 2) -> Context:
    """What happened, newest first: {title, by, at, text, href, action}; `at` is a date or a date with time."""
    return {"events": events, "level": level}


@register.inclusion_tag("common/components/message_list.html")
def message_list(items: Iterable[object], label: str) -> Context:
    """Question and reply: {text, by, at, mine}."""
    return {"items": items, "label": label}


@register.inclusion_tag("common/components/data_table.html")
def data_table(
    caption: object,
    head: Iterable[object],
    rows: Iterable[Iterable[object]],
    sortable: bool = False,
) -> Context:
    """A table: head of texts or {text, numeric, sort}; rows of plain values or {text, href, sort, colour, lang}.

    The first cell of a row is its header. `sortable` is for a table shown whole: never for one page of a long list.
    """
    columns = [_cell(column) for column in head]
    # On a phone each row is a block of its own, and each cell says what it is.
    kinds = [{"numeric": column.get("numeric", False), "label": column["text"]} for column in columns]
    cells = [[_cell(value) | kind for value, kind in zip(row, kinds, strict=True)] for row in rows]
    return {"caption": caption, "head": columns, "rows": cells, "sortable": sortable}


# Every word the template asks a cell for: a template pays tenfold for one that is not there, and a page of fifty rows asks a thousand times.
_CELL: Context = {"text": "", "href": "", "lang": "", "colour": "", "sort": "", "reference": False, "numeric": False}


def _cell(value: object) -> Context:
    return {**_CELL, **value} if isinstance(value, Mapping) else {**_CELL, "text": "" if value is None else value}


@register.inclusion_tag("common/components/filter_panel.html", takes_context=True)
def filter_panel(
    context: Mapping[str, Any],
    form: BaseForm,
    selected: Iterable[object] = (),
    clear_href: str = "",
    title: object = "",
    opened: bool = True,
) -> Context:
    """Filters kept in the address: a GET form; `selected` {text, href} are those set, each link takes one off.

    `opened`: open where there is room beside the results. On a phone it is shut: what was looked for comes first.
    What the reader keeps of these filters stands below (`saved_views` of the page's context).
    """
    return {
        "saved": context.get("saved_views"),
        "csrf_token": context.get("csrf_token"),
        "form": form,
        "selected": selected,
        "clear_href": clear_href,
        "title": title,
        "opened": opened,
    }


@register.inclusion_tag("common/components/saved_views.html", takes_context=True)
def saved_views(context: Mapping[str, Any]) -> Context:
    """What the reader keeps of this list, for a list whose filters are tabs."""
    return {"saved": context.get("saved_views"), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("common/components/pager.html", takes_context=True)
def pager(context: Mapping[str, Any], page: Any, param: str = "after") -> Context:
    """Next page and first page of a list paged by key (`common.paging.Page`); the filters in the address stay."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop(param, None)
    first = f"?{query.urlencode()}" if query else request.path
    query[param] = page.next or ""
    return {
        "first": "" if page.is_first else first,
        "following": f"?{query.urlencode()}" if page.next else "",
    }


@register.inclusion_tag("common/components/empty_state.html")
def empty_state(title: object, text: object = "", action: object = "", href: str = "") -> Context:
    """Nothing here, and what to do next."""
    return {"title": title, "text": text, "action": action, "href": href}


@register.inclusion_tag("common/components/error_summary.html")
def error_summary(*forms: BaseForm) -> Context:
    """Everything that is wrong with the forms of this page, at its top, each linked to its field."""
    return {"errors": [error for form in forms for error in form_errors(form)]}


@register.inclusion_tag("common/components/buttons.html")
def buttons(text: object, cancel_href: str = "", cancel: object = "", warning: bool = False, secondary: bool = False) -> Context:
    """The end of a form: one button, and a way out. `secondary`: of a page's several forms, one is what the page is for; this is another."""
    return {
        "text": text,
        "cancel_href": cancel_href,
        "cancel": cancel,
        "warning": warning,
        "secondary": secondary,
    }
