from django.urls import path

from throughcare.notices import pages

urlpatterns = [
    path("notices/", pages.inbox, name="notices"),
    path("notices/read-all", pages.read_all, name="notices-read-all"),
    path("notices/<uuid:notice_id>/", pages.open_notice, name="notice"),
]
