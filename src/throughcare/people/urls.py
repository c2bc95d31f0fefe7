from django.urls import path

from throughcare.people import pages

urlpatterns = [
    path("people/", pages.people, name="people"),
    path("people/search/", pages.search, name="people-search"),
    path("people/import/", pages.import_people, name="people-import"),
    path("people/import/<uuid:run_id>/", pages.import_run, name="people-import-run"),
    path("people/import/<uuid:run_id>/rejected.csv", pages.import_rejects, name="people-import-rejects"),
    path("people/<uuid:person_id>/notes/", pages.notes, name="notes"),
    path("people/<uuid:person_id>/notes/add/", pages.note_add, name="note-add"),
    path("notes/<uuid:note_id>/", pages.note, name="note"),
    path("notes/<uuid:note_id>/correct/", pages.note_correct, name="note-correct"),
    path("people/<uuid:person_id>/contacts/", pages.contacts, name="contacts"),
    path("people/<uuid:person_id>/contacts/add/", pages.contact_add, name="contact-add"),
    path("contacts/<uuid:contact_id>/", pages.contact_change, name="contact-change"),
    path("contacts/<uuid:contact_id>/end/", pages.contact_end, name="contact-end"),
    path("contacts/<uuid:contact_id>/address/", pages.contact_address, name="contact-address"),
    path("caseload/result/<uuid:change_id>/", pages.caseload_done, name="caseload-done"),
    path("caseload/<slug:verb>/", pages.caseload_do, name="caseload-do"),
    path("drafts/", pages.drafts, name="drafts"),
    path("drafts/keep", pages.draft_keep, name="draft-keep"),
    path("drafts/drop", pages.draft_drop, name="draft-drop"),
    path("handovers/", pages.handovers, name="handovers"),
    path("handovers/<uuid:handover_id>/", pages.handover, name="handover"),
    path("handovers/<uuid:handover_id>/<slug:verb>/", pages.handover_move, name="handover-move"),
    path("people/<uuid:person_id>/needs/add/", pages.add_need, name="need-add"),
    path("needs/<uuid:need_id>/", pages.need, name="need"),
    path("needs/<uuid:need_id>/change/", pages.edit_need, name="need-edit"),
    path("needs/<uuid:need_id>/move/<slug:verb>/", pages.move_need, name="need-move"),
    path("disagreements/<uuid:disagreement_id>/", pages.disagreement, name="disagreement"),
]
