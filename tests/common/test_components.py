"""The components: nothing kept between two renders, nothing unescaped, every field labelled and described."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Library, Node, Template, engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from throughcare.common.fields import GovukDateField, form_errors, required_message
from throughcare.common.frame import LoggedIn, NavItem
from throughcare.common.gallery import SampleForm, gallery
from throughcare.common.govuk import UnknownComponent, render_component
from throughcare.common.paging import Page
from throughcare.common.templatetags import components

THREADS, RENDERS = 4, 1_000

# One use of every tag; `name` is what must never turn up in another's page.
USES = {
    "alert": "{% alert name title=name %}",
    "back_link": '{% back_link "/" name %}',
    "badge": '{% badge name "red" %}',
    "breadcrumbs": "{% breadcrumbs links %}",
    "buttons": '{% buttons name cancel_href="/" %}',
    "data_table": "{% data_table name head rows %}",
    "empty_state": '{% empty_state name name name "/" %}',
    "error_summary": "{% error_summary form %}",
    "filter_panel": "{% filter_panel form selected=links %}",
    "govuk": '{% govuk "summaryList" rows=facts %}',
    "identity_bar": "{% identity_bar name facts=terms alerts=links actions=links %}",
    "message_list": "{% message_list events label=name %}",
    "page_heading": "{% page_heading name caption=name actions=links %}",
    "pager": "{% pager page param=name %}",
    "primary_nav": "{% primary_nav links %}",
    "saved_views": "{% saved_views %}",
    "side_nav": "{% side_nav sections label=name %}",
    "sub_nav": "{% sub_nav links label=name %}",
    "summary_list": "{% summary_list plain title=name %}",
    "tag": '{% tag name "blue" %}',
    "task_list": "{% task_list tasks %}",
    "timeline": "{% timeline events %}",
}


class Person(forms.Form):
    """A form that repeats what was typed."""

    name = forms.CharField(label="Name", max_length=1, error_messages={"max_length": "Too long: %(show_value)s"})


def page_about(name: str) -> dict[str, Any]:
    """Everything the tags of USES need, all of it about one person."""
    link = {"text": name, "href": f"/{name}/", "current": True}
    form = Person({"name": name})
    form.add_error(None, f"{name} is not known here")
    return {
        "name": name,
        "links": [link, link],
        "head": [name, "Days"],
        "rows": [[{"text": name, "href": "/"}, 1], [name, 2]],
        "form": form,
        "facts": [{"key": {"text": "Name"}, "value": {"text": name}}],
        "terms": [{"term": "Name", "value": name}],
        "plain": [{"key": "Name", "value": name, "href": "/"}],
        "events": [{"title": name, "text": name, "by": name, "at": datetime(2026, 3, 27, 14, 5, tzinfo=UTC), "mine": False}],
        "page": Page[Any]((), name, is_first=True),
        "request": RequestFactory().get("/", {"words": name}),
        "sections": [{"title": name, "entries": [link]}],
        "saved_views": {"views": [{"href": "/", "name": name, "is_default": True}], "manage_href": "/", "query": "", "page": name},
        "tasks": [{"title": name, "href": "/", "status": name, "colour": "blue"}],
    }


def wrong_renders(template: Template, renders: int = RENDERS) -> int:
    """How many of `renders` in each of THREADS threads differ from what that thread's person should read."""
    names = [f"Person{number}x" for number in range(THREADS)]
    expected = {name: template.render(Context(page_about(name))) for name in names}
    assert all(name in html for name, html in expected.items()), "the use shows no name, so it would prove nothing"
    wrong: list[str] = []
    together = threading.Barrier(THREADS)

    def read(name: str) -> None:
        context = page_about(name)
        together.wait()
        wrong.extend(name for _ in range(renders) if template.render(Context(context)) != expected[name])

    threads = [threading.Thread(target=read, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(wrong)


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_every_tag_has_a_use_here() -> None:
    assert sorted(USES) == sorted(components.register.tags)


@pytest.mark.parametrize("tag", sorted(USES))
@pytest.mark.usefixtures("hasty_threads")
def test_no_thread_reads_anothers_person(tag: str) -> None:
    assert wrong_renders(Template("{% load components %}" + USES[tag])) == 0


class LeakyNode(Node):
    """What a component must not be: it parks the name on itself."""

    def render(self, context: Context) -> str:
        self.name = context["name"]
        time.sleep(0)
        return str(self.name)


@pytest.mark.usefixtures("hasty_threads")
def test_a_tag_that_keeps_a_name_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    leaky = Library()
    leaky.tag("leaky", lambda _parser, _token: LeakyNode())
    monkeypatch.setitem(_library_names(), "leaky", leaky)
    assert wrong_renders(Template("{% load leaky %}{% leaky %}")) > 0


def _library_names() -> dict[str, Any]:
    libraries: dict[str, Any] = engines["django"].engine.template_libraries  # type: ignore[attr-defined]  # the stubs know only the base engine
    return libraries


# ---- What is printed


@pytest.mark.parametrize("tag", sorted(set(USES) - {"pager"}))
def test_a_name_is_escaped_everywhere(tag: str) -> None:
    html = Template("{% load components %}" + USES[tag]).render(Context(page_about("<b>x</b>\"'")))
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_markup_handed_to_a_govuk_component_is_escaped_unless_marked_safe() -> None:
    assert "<i>" not in render_component("insetText", {"html": "<i>typed</i>"})
    assert "<i>" not in render_component("summaryList", {"rows": [{"key": {"html": "<i>"}, "value": {"html": "<i>"}}]})
    assert "<i>ours</i>" in render_component("insetText", {"html": mark_safe("<i>ours</i>")})


def test_an_unknown_govuk_component_is_named() -> None:
    with pytest.raises(UnknownComponent, match="sumaryList"):
        render_component("sumaryList", {})


def test_a_pager_keeps_the_filters_and_offers_the_way_back() -> None:
    request = RequestFactory().get("/list/", {"state": "sent", "after": "old"})
    pager = Template("{% load components %}{% pager page %}")
    middle = pager.render(Context({"request": request, "page": Page[Any]((), "new", is_first=False)}))
    assert "?state=sent&amp;after=new" in middle
    assert 'href="?state=sent"' in middle
    only = pager.render(Context({"request": request, "page": Page[Any]((), None, is_first=True)}))
    assert only.strip() == ""


def test_filters_are_sent_shut_with_what_is_set_outside_them_and_open_where_one_is_wrong() -> None:
    panel = Template('{% load components %}{% filter_panel form selected=links clear_href="?" %}')
    links = [{"text": "Declined", "href": "?state="}]
    shut = panel.render(Context({"form": Person({"name": "x"}), "links": links}))
    assert '<details class="app-filter" data-open-when-wide>' in shut
    assert 0 < shut.index("Declined") < shut.index("<details")
    wrong = panel.render(Context({"form": Person({"name": "too long"}), "links": []}))
    assert '<details class="app-filter" open>' in wrong


def test_each_cell_of_a_table_says_what_it_is_for_where_the_head_is_not_seen() -> None:
    table = Template('{% load components %}{% data_table "Referrals" head rows %}')
    row = [{"text": "TC-1", "href": "/", "reference": True}, "Aroha", ""]
    html = table.render(Context({"head": ("Referral", "Person", {"text": "Days", "numeric": True}), "rows": [row]}))
    assert 'data-label="Person">Aroha' in html
    assert 'app-table__none" data-label="Days"' in html
    assert 'app-table__reference"' in html


# ---- Forms


class Elements(HTMLParser):
    """Every start tag of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, attribute: str) -> list[str]:
        """The values of one attribute, over the whole page."""
        return [attrs[attribute] for _, attrs in self.found if attribute in attrs]


@pytest.fixture
def gallery_page() -> Elements:
    return Elements(gallery(_request("/gallery/")).content.decode())


def _request(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.META["CSRF_COOKIE"] = "c" * 32
    return request


def test_every_control_has_a_label_and_every_description_exists(gallery_page: Elements) -> None:
    ids = gallery_page.values("id")
    assert len(ids) == len(set(ids))
    controls = [
        attrs["id"] for tag, attrs in gallery_page.found if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden"
    ]
    assert len(controls) > 15
    assert set(controls) <= set(gallery_page.values("for"))
    described = {part for value in gallery_page.values("aria-describedby") for part in value.split()}
    assert described
    assert described <= set(ids)


def test_each_error_leads_to_a_control_of_the_page(gallery_page: Elements) -> None:
    errors = form_errors(SampleForm({}))
    assert len(errors) == 7
    assert {error.href.removeprefix("#") for error in errors} <= set(gallery_page.values("id"))


def test_nothing_on_a_page_needs_a_looser_content_policy(gallery_page: Elements) -> None:
    assert all("src" in attrs for tag, attrs in gallery_page.found if tag == "script")
    assert not [tag for tag, _ in gallery_page.found if tag == "style"]
    assert not gallery_page.values("style")
    assert not [name for _, attrs in gallery_page.found for name in attrs if name.startswith("on")]


def test_an_empty_field_is_asked_for_by_name_not_by_the_stock_sentence() -> None:
    class Sample(forms.Form):
        plain = forms.CharField(label="Reason")
        ours = forms.CharField(error_messages=required_message("Enter the person's name"))
        choice = forms.ChoiceField(label="NSN kind", choices=[("a", "A")])
        tick = forms.BooleanField(label="I agree")
        day = GovukDateField(label="Release date")

    assert [error.text for error in form_errors(Sample({}))] == [
        "Enter an answer: reason",
        "Enter the person's name",
        "Select an answer: NSN kind",
        "Tick “I agree” to go on",
        "Enter a date, like 27 3 2026",
    ]


def test_a_form_nobody_sent_has_no_errors() -> None:
    assert form_errors(SampleForm()) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("27", "3", "2026"), date(2026, 3, 27)),
        ((" 07 ", "03", "2026"), date(2026, 3, 7)),
        (("29", "February", "2028"), date(2028, 2, 29)),
        (("1", "SEPT", "1999"), date(1999, 9, 1)),
        (("31", "2", "2026"), "“31 2 2026” is not a date. Check the day and the month, like 27 3 2026"),
        (("0", "1", "2026"), "“0 1 2026” is not a date. Check the day and the month, like 27 3 2026"),
        (("1", "13", "2026"), "“1 13 2026” is not a date. Check the day and the month, like 27 3 2026"),
        (("-1", "1", "2026"), "“-1 1 2026” is not a date. Check the day and the month, like 27 3 2026"),
        (("٣", "1", "2026"), "“٣ 1 2026” is not a date. Check the day and the month, like 27 3 2026"),
        (("1", "1", "0000"), "“1 1 0000” is not a date. Check the day and the month, like 27 3 2026"),
        (("1", "1", "26"), "Enter the year with four numbers, like 27 3 2026"),
        (("1", "", ""), "Enter the month and the year too, like 27 3 2026"),
        (("", "", ""), "Enter a date, like 27 3 2026"),
    ],
)
def test_a_date_typed_in_three_boxes(typed: tuple[str, str, str], meant: date | str) -> None:
    class Sample(forms.Form):
        day = GovukDateField(label="Release date")

    form = Sample({f"day_{part}": text for part, text in zip(("day", "month", "year"), typed, strict=True)})
    if isinstance(meant, date):
        assert form.is_valid(), form.errors
        assert form.cleaned_data["day"] == meant
    else:
        assert [error.text for error in form_errors(form)] == [meant]
        assert all(f'value="{text.strip()}"' in str(form) or not text for text in typed)


def test_a_stored_date_fills_its_three_boxes() -> None:
    class Sample(forms.Form):
        day = GovukDateField(label="Release date", required=False)

    html = str(Sample(initial={"day": date(2026, 3, 27)}))
    assert [f'value="{part}"' in html for part in (27, 3, 2026)] == [True] * 3
    assert Sample({}).is_valid()


# ---- The frame

FRAME = '{% extends "common/base.html" %}{% block content %}Here{% endblock %}'


@pytest.fixture
def frame() -> Callable[..., str]:
    return lambda **context: str(engines["django"].from_string(FRAME).render(context, _bare_request()))


def _bare_request() -> HttpRequest:
    request = _request("/")
    request.user = type("Anyone", (), {"is_authenticated": False})()
    return request


def test_a_visitor_is_offered_no_way_out(frame: Callable[..., str]) -> None:
    page = frame(me=None, nav=())
    assert "Here" in page
    assert "Log out" not in page
    assert "csrf" not in page


def test_who_is_logged_in_reads_their_name_their_notices_and_logs_out_by_post(frame: Callable[..., str]) -> None:
    page = frame(me=LoggedIn("Mere", "Case manager", notices_href="/notices/", unread=3), nav=[NavItem("People", "/people/", current=True)])
    assert "Mere" in page
    assert "(3 unread)" in page
    assert 'name="csrf-token"' in page
    forms_found = [attrs for tag, attrs in Elements(page).found if tag == "form"]
    assert [attrs["method"] for attrs in forms_found] == ["post"]
    assert 'aria-current="true"' in page


def test_words_of_the_navigation_in_te_reo_say_that_they_are(frame: Callable[..., str]) -> None:
    with translation.override("mi"):
        page = frame(me=None, nav=[NavItem(translation.gettext("People"), "/people/")])
    assert "Tāngata" in page
    nav = [attrs for tag, attrs in Elements(page).found if tag == "nav"]
    assert nav[0]["lang"] == "mi"
    assert '<html lang="en"' in page


OURS = Path(components.__file__).parents[1] / "templates"


def test_every_template_of_ours_compiles_and_is_the_one_served() -> None:
    names = [path.relative_to(OURS).as_posix() for path in sorted(OURS.rglob("*.html"))]
    origins = {name: engines["django"].get_template(name).origin.name for name in names}  # type: ignore[attr-defined]  # as above
    others = sorted(name for name, origin in origins.items() if not origin.startswith(str(OURS)))
    assert others == [], "throughcare.common stands after allauth in INSTALLED_APPS: put it first, or the library's pages are served"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_and_says_what_to_do(name: str) -> None:
    page = engines["django"].get_template(f"{name}.html").render({})
    assert page.count("<h1") == 1
    assert "try" in page or "Check" in page or "ask" in page or "once more" in page
