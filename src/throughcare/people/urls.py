from django.urls import path

from throughcare.people import pages

urlpatterns = [
    path("people/", pages.people, name="people"),
    path("people/search/", pages.search, name="people-search"),
    path("people/import/", pages.import_people, name="people-import"),
    path("people/import/<uuid:run_id>/", pages.import_run, name="people-import-run"),
    path("people/import/<uuid:run_id>/rejected.csv", pages.import_rejects, name="people-import-rejects"),
    path("people/<uuid:person_id>/needs/add/", pages.add_need, name="need-add"),
    path("needs/<uuid:need_id>/", pages.need, name="need"),
    path("needs/<uuid:need_id>/change/", pages.edit_need, name="need-edit"),
    path("needs/<uuid:need_id>/move/<slug:verb>/", pages.move_need, name="need-move"),
    path("disagreements/<uuid:disagreement_id>/", pages.disagreement, name="disagreement"),
]
