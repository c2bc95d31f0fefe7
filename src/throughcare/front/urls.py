from django.urls import path

from throughcare.front import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("people/<uuid:person_id>/", pages.person, name="person"),
    path("people/<uuid:person_id>/timeline/", pages.person_timeline, name="person-timeline"),
    path("people/<uuid:person_id>/print/", pages.person_print, name="person-print"),
    path("partners/<uuid:partner_id>/", pages.partner, name="partner"),
    path("own/disagree/<slug:kind>/<uuid:about_id>/", pages.disagree, name="disagree"),
]
