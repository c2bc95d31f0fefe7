from django.urls import path

from throughcare.relationships import pages

urlpatterns = [
    path("assessments/", pages.assessments, name="assessments"),
    path("assessments/across/", pages.assessments_across, name="assessments-across"),
    path("assessments/asked/", pages.asked, name="asked"),
    path("assessments/asked/<uuid:rater_id>/", pages.rate_own, name="rate-own"),
    path("assessments/thank-you/", pages.rated, name="rated"),
    path("assessments/<uuid:wave_id>/", pages.assessment, name="assessment"),
    path("assessments/<uuid:wave_id>/change/", pages.assessment_change, name="assessment-change"),
    path("assessments/<uuid:wave_id>/ask/", pages.assessment_invite, name="assessment-invite"),
    path("assessments/<uuid:wave_id>/stand/<slug:verb>/", pages.assessment_move, name="assessment-move"),
    path("assessments/<uuid:wave_id>/agreed/add/", pages.agreed_add, name="agreed-add"),
    path("assessments/raters/<uuid:rater_id>/<slug:verb>/", pages.rater_move, name="rater-move"),
    path("assessments/agreed/<uuid:agreed_id>/<slug:verb>/", pages.agreed_move, name="agreed-move"),
    path("partners/<uuid:partner_id>/assessments/", pages.partner_assessments, name="partner-assessments"),
    path("partners/<uuid:partner_id>/assessments/add/", pages.assessment_add, name="assessment-add"),
    path("rate/<str:key>/", pages.rate, name="rate"),
]
