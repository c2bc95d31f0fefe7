from django.urls import path

from throughcare.audit import pages

urlpatterns = [
    path("audit/", pages.audit, name="audit"),
    path("audit/verification/", pages.verification, name="audit-verification"),
    path("audit/retention/", pages.retention, name="retention"),
    path("audit/retention/ask/<slug:code>/", pages.ask_disposal, name="retention-ask"),
    path("audit/retention/approve/<uuid:disposal_id>/", pages.approve_disposal, name="retention-approve"),
    path("audit/retention/refuse/<uuid:disposal_id>/", pages.refuse_disposal, name="retention-refuse"),
    path("audit/records/", pages.records, name="records"),
    path("audit/records/hold/", pages.place_hold, name="record-hold"),
    path("audit/records/lift/<uuid:hold_id>/", pages.lift_hold, name="record-lift"),
    path("my-record/who-looked/", pages.who_looked, name="who-looked"),
]
