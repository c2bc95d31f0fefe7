"""All addresses."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("throughcare.front.urls")),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("", include("throughcare.demo.urls"))]
