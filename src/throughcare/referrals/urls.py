from django.urls import path

from throughcare.referrals import pages

urlpatterns = [
    path("needs/<uuid:need_id>/services/", pages.need_services, name="need-services"),
    path("needs/<uuid:need_id>/services/<uuid:service_id>/", pages.need_service, name="need-service"),
    path("referrals/", pages.sent, name="referrals"),
    path("referrals/inbox/", pages.inbox, name="referral-inbox"),
    path("referrals/<uuid:referral_id>/", pages.referral, name="referral"),
    path("referrals/<uuid:referral_id>/draft/", pages.draft, name="referral-draft"),
    path("referrals/<uuid:referral_id>/draft/check/", pages.check, name="referral-check"),
    path("referrals/<uuid:referral_id>/draft/<slug:part>/", pages.part, name="referral-part"),
    path("referrals/<uuid:referral_id>/move/<slug:verb>/", pages.move, name="referral-move"),
    path("referrals/<uuid:referral_id>/take/", pages.take, name="referral-take"),
    path("referrals/<uuid:referral_id>/ask/", pages.ask, name="referral-ask"),
    path("referrals/<uuid:referral_id>/questions/<uuid:question_id>/", pages.reply, name="referral-reply"),
]
