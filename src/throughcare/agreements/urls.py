from django.urls import path

from throughcare.agreements import pages

_ONE = "agreements/<uuid:agreement_id>/"
_LINK = f"{_ONE}light/links/<uuid:link_id>/"
_RISK = f"{_ONE}risks/<uuid:risk_id>/"
_AMENDMENT = f"{_ONE}amendments/<uuid:amendment_id>/"

urlpatterns = [
    path("agreements/", pages.agreements, name="agreements"),
    path("agreements/add/", pages.agreement_add, name="agreement-add"),
    path("agreements/light/", pages.light_add, name="light-add"),
    path("agreements/published/", pages.published_agreements, name="published-agreements"),
    path("agreements/published/<slug:what>/", pages.published_file, name="published-file"),
    path("agreements/past-grants/", pages.past_grants, name="past-grants"),
    path("agreements/past-grants/files/<uuid:file_id>/", pages.past_grants_file, name="past-grants-file"),
    path("agreements/past-grants/files/<uuid:file_id>/start/", pages.past_grants_start, name="past-grants-start"),
    path("agreements/past-grants/files/<uuid:file_id>/drop/", pages.past_grants_drop, name="past-grants-drop"),
    path("agreements/past-grants/runs/<uuid:run_id>/", pages.past_grants_run, name="past-grants-run"),
    path(_ONE, pages.agreement, name="agreement"),
    path(f"{_ONE}light/", pages.light_change, name="light-change"),
    path(f"{_ONE}light/full/", pages.light_full, name="light-full"),
    path(f"{_ONE}light/send/<slug:purpose>/", pages.light_send, name="light-send"),
    path(f"{_LINK}revoke/", pages.light_revoke, name="light-revoke"),
    path(f"{_LINK}code/", pages.light_code, name="light-code"),
    path(f"{_ONE}publish/", pages.agreement_publish, name="agreement-publish"),
    path(f"{_ONE}unpublish/", pages.agreement_unpublish, name="agreement-unpublish"),
    path(f"{_ONE}change/<slug:part>/", pages.agreement_part, name="agreement-part"),
    path(f"{_ONE}parties/add/", pages.agreement_party_add, name="agreement-party-add"),
    path(f"{_ONE}parties/<uuid:agreement_party_id>/", pages.agreement_party, name="agreement-party"),
    path(f"{_ONE}parties/<uuid:agreement_party_id>/remove/", pages.agreement_party_remove, name="agreement-party-remove"),
    path(f"{_ONE}parties/<uuid:agreement_party_id>/sign/", pages.agreement_party_sign, name="agreement-party-sign"),
    path(f"{_ONE}stand/<slug:verb>/", pages.agreement_move, name="agreement-move"),
    path(f"{_ONE}obligations/add/", pages.obligation_add, name="obligation-add"),
    path(f"{_ONE}obligations/<uuid:obligation_id>/", pages.obligation, name="obligation"),
    path(f"{_ONE}obligations/<uuid:obligation_id>/say/", pages.obligation_say, name="obligation-say"),
    path(f"{_ONE}obligations/<uuid:obligation_id>/dispute/", pages.obligation_dispute, name="obligation-dispute"),
    path(f"{_ONE}obligations/<uuid:obligation_id>/stand/<slug:verb>/", pages.obligation_move, name="obligation-move"),
    path(f"{_ONE}amendments/add/", pages.amendment_add, name="amendment-add"),
    path(_AMENDMENT, pages.amendment, name="amendment"),
    path(f"{_AMENDMENT}change/", pages.amendment_change, name="amendment-change"),
    path(f"{_AMENDMENT}parties/<uuid:agreement_party_id>/sign/", pages.amendment_sign, name="amendment-sign"),
    path(f"{_AMENDMENT}stand/<slug:verb>/", pages.amendment_move, name="amendment-move"),
    path(f"{_ONE}risks/add/", pages.agreement_risk_add, name="agreement-risk-add"),
    path(_RISK, pages.agreement_risk, name="agreement-risk"),
    path(f"{_RISK}change/", pages.agreement_risk_change, name="agreement-risk-change"),
    path(f"{_RISK}stand/<slug:verb>/", pages.agreement_risk_move, name="agreement-risk-move"),
    path(f"{_ONE}meetings/add/", pages.agreement_meeting_add, name="agreement-meeting-add"),
    path(f"{_ONE}meetings/<uuid:meeting_id>/", pages.agreement_meeting, name="agreement-meeting"),
    path(f"{_ONE}meetings/<uuid:meeting_id>/change/", pages.agreement_meeting_change, name="agreement-meeting-change"),
    path(f"{_ONE}renew/", pages.agreement_renew, name="agreement-renew"),
    path(f"{_ONE}approval/ask/", pages.agreement_ask, name="agreement-ask"),
    path("sign/<str:key>/", pages.light_held, name="light-held"),
    path("sign/<str:key>/copy/", pages.light_copy, name="light-copy"),
    path("sign/<str:key>/name/", pages.light_sign, name="light-sign"),
    path("sign/<str:key>/word/", pages.light_word, name="light-word"),
    path(f"{_ONE}approval/", pages.agreement_decide, name="agreement-decide"),
]
