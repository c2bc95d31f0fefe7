"""The peer: plain Django on the same server, a keyset list of the same number of people, and nothing that guards them.

Two pages: `/bare`, as small as a list can be, answered to anybody; and `/in`, with what `startproject` puts in front of it (sessions, log-in, CSRF,
messages) and a log-in asked for. Neither has row security, audit, menus or a style.
"""

import os
from urllib.parse import parse_qsl, urlsplit

import django
from django.conf import settings

_address = urlsplit(os.environ["PEER_DATABASE"])
_ROWS = """<!doctype html><html lang="en"><head><title>People</title></head><body><h1>People</h1><table>{% for p in rows %}<tr><td>
<a href="/detail/{{ p.id }}">{{ p.ref }}</a></td><td>{{ p.last }}, {{ p.first }}</td><td>{{ p.born|date:"j M Y" }}</td><td>{{ p.region }}</td>
<td>{{ p.status }}</td></tr>{% endfor %}</table></body></html>"""
settings.configure(
    SECRET_KEY="not a secret",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"list": _ROWS})],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": dict(parse_qsl(_address.query))["host"],
            "PORT": dict(parse_qsl(_address.query))["port"],
            "USER": _address.username,
            "PASSWORD": _address.password,
            "NAME": "peer",
            "CONN_MAX_AGE": None,
        }
    },
)
django.setup()

# ruff: noqa: E402 - only once settings are there
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

PAGE = 50


class Person(models.Model):
    """As the peer keeps somebody: one row, one region."""

    ref = models.CharField(max_length=20, db_index=True)
    first = models.CharField(max_length=40)
    last = models.CharField(max_length=40, db_index=True)
    born = models.DateField()
    region = models.IntegerField(db_index=True)
    status = models.CharField(max_length=12)
    note = models.TextField()

    class Meta:
        app_label = "peer"
        db_table = "person"

    def __str__(self) -> str:
        return self.ref


def listed(request: HttpRequest) -> HttpResponse:
    """Fifty of a region, after the last one shown."""
    rows = Person.objects.filter(region=7, id__gt=int(request.GET.get("after", 0))).order_by("id")[:PAGE]
    return render(request, "list", {"rows": rows})


urlpatterns = [path("bare", listed), path("in", login_required(listed))]
application = get_wsgi_application()


def prepare(people: int) -> str:
    """Make its tables and `people` rows in ninety regions; the key of somebody's session there."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Person)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into person (ref, first, last, born, region, status, note) select 'P' || lpad(n::text, 8, '0'), 'N' || n %% 3000, 'S' || n %% 2999, "
            "date '1955-01-01' + n %% 18000, n * 7 %% 90, (array['active', 'closed', 'referred', 'waiting'])[1 + n %% 4], repeat('progress note text ', 4) "
            "from generate_series(1, %s) n",
            [people],
        )
        cursor.execute("vacuum analyze")
    user = get_user_model().objects.create_user("peer")
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.create()
    return str(session.session_key)
