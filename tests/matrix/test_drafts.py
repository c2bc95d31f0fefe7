"""Every page on which one writes at length keeps it as a draft, or stands here with the reason why not: walked, and counted by forms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms.boundfield import BoundField
from django.template.base import Template

from tests.matrix.table import PAGES, Row
from tests.matrix.walk import address, allowed, sides_of
from tests.matrix.world import Side, World

LONG = 250  # characters: what one would mind typing again
# Pages that keep nothing, each with the reason.
KEEPS_NOTHING = {
    "emergency": "of a record the author's team does not work with nothing is kept but that it was opened, and why, once it is",
    "service-capacity": "about a service and nobody: drafts are of what is written about people, and partnership mode has none",
    "service-pillar": "as service-capacity",
    **dict.fromkeys(
        (
            "partner-add",
            "partner-part",
            "partner-move",
            "accreditation-add",
            "accreditation",
            "accreditation-end",
            "partner-contact-add",
            "partner-contact",
            "partner-duplicate",
            "partner-merge",
            "partner-merge-with",
            "partner-own",
            "partner-ask",
            "partner-change-move",
            "tikanga-add",
            "tikanga-note",
            "mana-whenua-add",
            "mana-whenua-end",
            "campaign-add",
            "campaign-change",
            "campaign-move",
        ),
        "about a partner and nobody: as service-capacity",
    ),
    "rate-own": "an answer has no name: a draft of it would have one",
    "network-survey-ask": "about a network and nobody: as service-capacity",
    **dict.fromkeys(("assessment-add", "assessment-invite", "agreed-add"), "about a partnership and nobody: as service-capacity"),
    "document-withdraw": "of a document and nobody: as service-capacity",
    **dict.fromkeys(
        (
            "stocktake-add",
            "stock-line",
            "stock-found-add",
            "stock-found-settle",
            "stock-barrier-add",
            "stock-barrier-change",
            "stock-barrier-move",
        ),
        "about partners and nobody: as service-capacity",
    ),
    **dict.fromkeys(("task-add", "task-change", "task-move"), "of a task: a few lines about nobody, and partnership mode has no drafts"),
    **dict.fromkeys(
        (
            "agreement-add",
            "agreement-part",
            "agreement-party-add",
            "agreement-party",
            "agreement-renew",
            "agreement-unpublish",
            "agreement-decide",
            "amendment-change",
            "amendment-move",
            "obligation-add",
            "obligation-say",
            "obligation-dispute",
            "obligation-move",
            "agreement-risk-add",
            "agreement-risk-change",
            "agreement-risk-move",
            "agreement-meeting-add",
            "agreement-meeting-change",
            "measure-add",
            "measure-close",
            "report-send",
            "report-move",
            "payment-add",
            "payment-evidence",
            "payment-move",
            "contribution-add",
            "contribution-move",
            "light-add",
            "light-change",
            "light-full",
        ),
        "about an agreement and nobody: as service-capacity",
    ),
    "gallery": "sample forms that send nothing",
}
# Forms that the pages of this world don't show, each with where it is seen that they keep themselves.
ELSEWHERE = {
    **dict.fromkeys(
        (f"{form}.{name}" for form in ("_Words", "MeasureForm") for name in ("includes", "excludes")),
        "tests/performance/test_pages.py: of a measure nothing was reported of; about an agreement and nobody, so it keeps nothing",
    ),
    **dict.fromkeys(
        (*(f"LightReportForm.{name}" for name in ("did", "changed", "otherwise")), "HolderWordForm.words"),
        "tests/agreements/test_light.py, tests/performance/test_light.py: by a link its author has no account, so no draft could be theirs; about an agreement",
    ),
    **dict.fromkeys((f"_Page.{name}" for name in ("title", "purpose", "reach")), "its two forms, LightForm and LightChangeForm, are shown"),
    "AskForm.note": "tests/agreements/test_two_people.py: about an agreement and nobody, so it keeps nothing",
    "ApartForm.reason": "tests/people/test_drafts_decided.py: two records that were put together",
    "LookForm.because": "tests/people/test_drafts_decided.py: a look nobody asked about yet",
    "TakeApartForm.reason": "about a partner and nobody: as service-capacity; its page in this world shows two that are apart",
    "PairForm.reason": "tests/people/test_drafts_decided.py: two records nobody asked to put together yet",
}
# What the table's addresses leave to be said.
_ASKED = {"caseload-do": "?person={person_id}&office={other}"}


class Fields(HTMLParser):
    """The forms of a page: what is written at length in each, and whether it keeps itself."""

    def __init__(self) -> None:
        super().__init__()
        self.long: list[set[str]] = [set()]  # the first: outside every form
        self.kept: list[bool] = [False]
        self._in = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.long.append(set())
            self.kept.append(False)
            self._in = len(self.long) - 1
        elif tag == "textarea" or (tag == "input" and given.get("type") == "text" and int(given.get("maxlength") or 0) >= LONG):
            self.long[self._in].add(str(given.get("name")))
        elif tag == "input" and given.get("name") == "draft":
            self.kept[self._in] = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in = 0


def lost(page: str) -> set[str]:
    """Names of the fields of a page that nothing keeps."""
    found = Fields()
    found.feed(page)
    return {name for names, kept in zip(found.long, found.kept, strict=True) if not kept for name in names}


@dataclass
class Walked:
    """What pages lose, by their names; and the fields of forms that were shown."""

    lost: dict[str, set[str]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)


def _clients(world: World, row: Row, side: Side, clients: dict[str, Any]) -> Iterator[Any]:
    """The first and the last of them: which forms stand on a page depends on who asks."""
    may = sorted(allowed(row, side))
    for name in dict.fromkeys([*may[:1], *may[-1:]]):
        yield clients.setdefault(name, world.client(name))


def walk(world: World, patch: pytest.MonkeyPatch) -> Walked:
    """Every page that can be asked for, on either side."""
    walked, clients = Walked(), dict[str, Any]()
    render: Callable[..., Any] = BoundField.as_widget

    def told(bound: BoundField, *given: Any, **more: Any) -> Any:
        walked.shown.add(f"{type(bound.form).__name__}.{bound.name}")
        return render(bound, *given, **more)

    patch.setattr(BoundField, "as_widget", told)
    for row in PAGES:
        for side in () if row.post else sides_of(row):
            ids = world.ids[side.name]
            more = _ASKED.get(row.name, "").format(**ids, other="puke" if side.name == "awa" else "awa")
            for client in _clients(world, row, side, clients):
                answer = client.get(address(row, ids) + more)
                if answer.status_code == 200 and not answer.streaming and answer["Content-Type"].startswith("text/html"):
                    walked.lost.setdefault(row.name, set()).update(lost(answer.content.decode()))
    walked.lost = {name: fields for name, fields in walked.lost.items() if fields}
    return walked


def long_fields() -> set[str]:
    """Of every form of ours: what is written at length in it."""
    found, waiting = set(), [forms.Form]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("throughcare"):
            found |= {f"{form.__name__}.{name}" for name, one in form.base_fields.items() if _is_long(one)}
    return found


def _is_long(one: forms.Field) -> bool:
    plain = type(one) is forms.CharField and type(one.widget) is forms.TextInput and (one.max_length or 0) >= LONG
    return plain or isinstance(one.widget, forms.Textarea)


def test_what_is_written_at_length_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    walked = walk(world, monkeypatch)
    assert set(walked.lost) == set(KEEPS_NOTHING), f"Keep it as a draft (people.forms.drafting), or say why not: {walked.lost}"
    unseen = long_fields() - walked.shown
    # Taken with a step of a merge, and asked for on the page by the form that inherits it.
    assert unseen - {"MergeForm.reason"} == set(ELSEWHERE), (
        "Show it in the world of the matrix, or say where it is seen that it keeps itself."
    )


def test_a_page_that_loses_what_is_written_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the template of one form leaves out what keeps it."""
    nothing = Template("")
    from django.template import engines  # noqa: PLC0415 - after set-up

    engine = engines["django"].engine  # type: ignore[attr-defined]  # the engine of the templates
    find = engine.find_template

    def without(name: str, *given: Any, **more: Any) -> Any:
        return (nothing, None) if name == "people/_draft.html" else find(name, *given, **more)

    monkeypatch.setattr(engine, "find_template", without)
    for loader in engine.template_loaders:
        getattr(loader, "reset", lambda: None)()
    only = [row for row in PAGES if row.name in ("note-add", "conflict", "caseload-do")]
    monkeypatch.setattr("tests.matrix.test_drafts.PAGES", only)
    found = walk(world, monkeypatch).lost
    assert found == {"note-add": {"text"}, "conflict": {"why"}, "caseload-do": {"note"}}


def test_long_fields_of_a_page_are_told_by_their_form() -> None:
    page = '<form><textarea name="a"></textarea><input name="draft" type="hidden"></form><form><textarea name="b"></textarea></form>'
    page += '<input type="text" name="c" maxlength="500"><form><input type="text" name="d" maxlength="60"></form>'
    assert lost(page) == {"b", "c"}
