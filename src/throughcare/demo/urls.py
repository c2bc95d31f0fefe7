from django.conf import settings
from django.urls import URLPattern, path

from throughcare.demo import pages

# Outside demo mode these addresses do not exist, whoever includes this file.
urlpatterns: list[URLPattern] = []
if settings.DEMO:
    urlpatterns = [
        path("demo/", pages.demo, name="demo"),
        path("demo/log-in/", pages.demo_log_in, name="demo-log-in"),
    ]
