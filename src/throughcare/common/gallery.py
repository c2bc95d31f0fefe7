"""A page with every component and a form that went wrong: what the browser tests and a designer look at.

Wired up in demo and tests only. Everything on it is invented.
"""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from throughcare.common.fields import GovukDateField, Hinted, required_message

NZ = ZoneInfo("Pacific/Auckland")


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label="Full name",
        help_text="As the person says it.",
        error_messages=required_message("Enter the person's full name"),
    )
    email = forms.EmailField(label="Email address", required=False)
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    released = GovukDateField(label="Release date", help_text="For example, 27 3 2026")
    site = forms.ChoiceField(
        label="Prison site",
        choices=[
            ("", "Choose a site"),
            ("a", "Tōtara Bay"),
            ("b", "Kānuka Valley"),
            ("c", "Rātā Point"),
        ],
        widget=forms.Select(attrs={"data-autocomplete": True}),
    )
    urgency = forms.ChoiceField(
        label="How soon is it needed?",
        widget=forms.RadioSelect,
        choices=[
            ("soon", Hinted("Soon", "An answer within five working days")),
            ("usual", "In the usual time"),
        ],
    )
    pillars = forms.MultipleChoiceField(
        label="What is it about?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply.",
        choices=[
            ("a", "Accommodation"),
            ("b", "Employment"),
            ("c", "Health and wellbeing"),
        ],
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    letter = forms.FileField(label="Signed agreement", required=False)
    agreed = forms.BooleanField(label="The person agreed to this referral")


class SampleFilter(forms.Form):
    """A short filter; nothing in it has to be filled in."""

    mark_optional = False
    words = forms.CharField(label="Name or words", required=False)
    state = forms.MultipleChoiceField(
        label="State",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("sent", "Sent"), ("accepted", "Accepted")],
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, on one page."""
    form = SampleForm(
        {
            "released_day": "31",
            "released_month": "2",
            "released_year": "2026",
            "email": "not an address",
        }
    )
    return render(
        request,
        "common/gallery.html",
        {"form": form, "filter": SampleFilter(), **_records(), **_summary(), **_happened(), **_ways(), **_lists(), **_table()},
    )


def _records() -> dict[str, Any]:
    return {
        "facts": [
            {"term": "Born", "value": "4 July 1994 (31)"},
            {"term": "Number", "value": "TC-20417"},
            {
                "term": "Site",
                "value": format_html('<span lang="mi">{}</span>', "Tōtara Bay"),
            },
            {"term": "Release", "value": "12 May 2026"},
        ],
        "flags": [
            {"text": "Interpreter", "colour": "blue"},
            {"text": "Limited access", "colour": "red"},
        ],
        "actions": [
            {"text": "Add a need", "href": "#add"},
            {"text": "Print", "href": "#print", "secondary": True},
        ],
    }


def _summary() -> dict[str, Any]:
    return {
        "summary": [
            {"key": "Name", "value": "Hēmi Te Awa", "lang": "mi", "href": "#name"},
            {
                "key": "Iwi",
                "lines": ["Ngāti Kahikatea", "Te Āti Rimu"],
                "href": "#iwi",
                "about": "iwi affiliations",
            },
            {"key": "Interpreter", "value": "", "href": "#interpreter"},
            {"key": "Referrals", "value": 0},
        ],
    }


def _happened() -> dict[str, Any]:
    at = datetime(2026, 3, 27, 14, 5, tzinfo=NZ)
    return {
        "events": [
            {
                "title": "Referral accepted",
                "by": "Aroha Pene, Kōwhai House",
                "at": at,
                "text": "First meeting 2 April.",
                "href": "#r",
            },
            {
                "title": "Need recorded: accommodation",
                "by": "Mere Rangihuna",
                "at": date(2026, 3, 20),
            },
        ],
        "talk": [
            {
                "text": "Does he have a bond for the room?",
                "by": "Aroha Pene",
                "at": at,
                "mine": False,
            },
            {
                "text": "Yes: the whānau pays it.",
                "by": "Mere Rangihuna",
                "at": at,
                "mine": True,
            },
        ],
    }


def _ways() -> dict[str, Any]:
    return {
        "crumbs": [
            {"text": "People", "href": "#people"},
            {"text": "Hēmi Te Awa", "href": "#person"},
        ],
        "subs": [
            {"text": "Overview", "href": "#overview", "current": True},
            {"text": "Needs", "href": "#needs", "count": 3},
            {"text": "Referrals", "href": "#referrals", "count": 1},
            {"text": "Who looked", "href": "#looked"},
        ],
        "sides": [
            {
                "title": "Service",
                "entries": [
                    {"text": "About", "href": "#about", "current": True},
                    {"text": "Places", "href": "#places"},
                ],
            },
            {
                "title": "Partner",
                "entries": [{"text": "Agreements", "href": "#agreements"}],
            },
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "tasks": [
            {
                "title": "Choose a service",
                "href": "#choose",
                "status": "Completed",
                "hint": "Kōwhai House: supported rooms",
            },
            {
                "title": "What will be told",
                "href": "#told",
                "status": "Not started",
                "colour": "blue",
            },
            {"title": "Check and send", "status": "Cannot start yet"},
        ],
    }


def _table() -> dict[str, Any]:
    return {
        "head": [
            {"text": "Person"},
            {"text": "Service"},
            {"text": "State"},
            {"text": "Days waiting", "numeric": True},
        ],
        "rows": [
            [
                {"text": "Hēmi Te Awa", "href": "#1", "lang": "mi"},
                "Kōwhai House",
                {"text": "Sent", "colour": "blue"},
                4,
            ],
            [
                {"text": "Ana Walker", "href": "#2"},
                "Trade Start",
                {"text": "Accepted", "colour": "green"},
                11,
            ],
            [
                {"text": "Joe Samuels", "href": "#3"},
                "Te Ara Hou",
                {"text": "Declined", "colour": "grey"},
                0,
            ],
        ],
        "selected": [{"text": "Sent", "href": "?"}, {"text": "Whanganui", "href": "?"}],
        "page": SimpleNamespace(next="abc", is_first=False),
    }
