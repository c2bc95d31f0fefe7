from django.urls import path

from throughcare.audit import pages

urlpatterns = [
    path("audit/", pages.audit, name="audit"),
    path("audit/verification/", pages.verification, name="audit-verification"),
    path("my-record/who-looked/", pages.who_looked, name="who-looked"),
]
