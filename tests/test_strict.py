"""The suite's own strictness: each thing it refuses is planted, and refused."""

import socket
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template, engines
from django.test import RequestFactory

from tests import strict
from tests.database import Owner
from throughcare.accounts.models import Team
from throughcare.common.reader import NOBODY, reading_as
from throughcare.places.models import Region


def _rendered(text: str, *, ours: bool, **context: Any) -> str:
    template = Template(text, engine=engines["django"].engine)  # type: ignore[attr-defined]  # the engine behind the back-end
    template.origin.name = f"{strict.SOURCE}/planted/templates/planted.html" if ours else "elsewhere/page.html"
    return template.render(Context(context))


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ person.nme }}", "{{ nothing|upper }}", "{% with a=nothing %}{% endwith %}"])
def test_a_variable_nobody_passed_fails_in_our_templates_only(text: str) -> None:
    with pytest.raises(strict.UndefinedVariable, match=r"planted\.html names"):
        _rendered(text, ours=True, person={"name": "x"})
    assert _rendered(text, ours=False, person={"name": "x"}) == ""


def test_what_is_asked_for_or_has_a_default_may_be_absent() -> None:
    assert (
        _rendered("{% if nothing %}x{% endif %}{{ nothing|default:'none' }}{% for n in nothing %}{{ n }}{% endfor %}", ours=True) == "none"
    )


@pytest.mark.parametrize("left", ["{{ name }}", "{% url 'x' %}", "100 %}"])
def test_template_language_in_an_answer_fails(left: str) -> None:
    page = strict.CheckAnswers(lambda request: HttpResponse(f"<p>{left}</p>"))
    with pytest.raises(strict.UnrenderedTemplate):
        page(RequestFactory().get("/"))
    plain = strict.CheckAnswers(lambda request: HttpResponse(left, content_type="text/csv"))
    assert plain(RequestFactory().get("/")).status_code == 200


def test_a_slice_of_an_unordered_list_fails(owner: Owner) -> None:
    with reading_as(NOBODY):
        assert Region.objects.first() is None
        assert not Region.objects.exists()
        list(Region.objects.order_by("code")[:5])
        assert len(Team.objects.order_by().values_list("id")[:99]) == 0
        with pytest.raises(strict.Unordered):
            list(Region.objects.order_by()[:5])
    assert strict.check_order in connection.execute_wrappers


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_no_test_reaches_another_machine(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as far, pytest.raises(UserWarning, match="tried to use socket"):
        far.connect(address)


def test_a_template_nobody_renders_and_a_reason_no_longer_needed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    every = strict.templates()
    assert "common/templates/common/base.html" in every
    monkeypatch.setattr(strict, "NEVER_RENDERED", {"common/templates/404.html": "planted"})
    missing = strict.unused(every - {"common/templates/400.html"})
    assert missing == ["common/templates/400.html", "common/templates/404.html (is rendered: take it off NEVER_RENDERED)"]
    assert strict.unused(every - {"common/templates/404.html"}) == []
