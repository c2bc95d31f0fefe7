"""All addresses."""

from importlib import import_module

from allauth.account.urls import urlpatterns as account_addresses
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from throughcare.accounts.decorators import open_to_all
from throughcare.common.gallery import gallery
from throughcare.config.api import api, unknown_address
from throughcare.config.health import live, ready
from throughcare.config.modes import PAGES_ABOUT_A_PERSON, is_about_people
from throughcare.config.monitoring import metrics

# An administrator changes e-mail addresses: with allauth's own pages, anybody could claim another's address.
_CLOSED = {"account_email", "account_confirm_email", "account_email_verification_sent"}

# Of each app; where two could answer, the first does.
_PAGES = [
    "throughcare.accounts.urls",
    "throughcare.audit.urls",
    "throughcare.notices.urls",
    "throughcare.tasks.urls",
    "throughcare.files.urls",
    "throughcare.people.urls",
    "throughcare.referrals.urls",
    "throughcare.partners.urls",
    "throughcare.relationships.urls",
    "throughcare.performance.urls",
    "throughcare.agreements.urls",
    "throughcare.services.urls",
    "throughcare.front.urls",
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include([entry for entry in account_addresses if entry.name not in _CLOSED])),
    # Under the name allauth goes to when it is done: what stands there says whom to ask.
    path("account/email/", RedirectView.as_view(pattern_name="your-account"), name="account_email"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sign-on/", include("throughcare.accounts.sign_on.urls")),
    path("api/v1/", api.urls),
    re_path(r"^api/", unknown_address, name="api-unknown"),
    # Answered by the middleware `Monitoring` before they get here; named, so that they have a policy like every address.
    path("health/live", live, name="health-live"),
    path("health/ready", ready, name="health-ready"),
    path("metrics", metrics, name="metrics"),
]
for module in _PAGES:
    if not settings.PARTNERSHIP:
        urlpatterns.append(path("", include(module)))
    elif not is_about_people(module):
        kept = [page for page in import_module(module).urlpatterns if page.name not in PAGES_ABOUT_A_PERSON]
        urlpatterns.append(path("", include(kept)))
if settings.DEMO or settings.DEBUG:
    urlpatterns += [
        path("gallery/", open_to_all("every component, with invented words; demo and tests only")(gallery), name="gallery"),
        path("", include("throughcare.demo.urls")),
    ]
