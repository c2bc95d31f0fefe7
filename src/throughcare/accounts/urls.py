from django.urls import path

from throughcare.accounts import pages

urlpatterns = [
    path("your-account/", pages.your_account, name="your-account"),
    path("your-account/keys/", pages.your_keys, name="your-keys"),
    path("your-account/keys/<uuid:key_id>/revoke", pages.revoke_key, name="revoke-key"),
    path("finished/", pages.finished, name="finished"),
    path("finished/stay", pages.stay, name="kiosk-stay"),
    path("teams/", pages.teams, name="teams"),
    path("teams/<uuid:team_id>/", pages.team, name="team"),
    path("teams/<uuid:team_id>/invite/", pages.invite, name="team-invite"),
    path("teams/<uuid:team_id>/staff/<uuid:user_id>/end/", pages.end, name="staff-end"),
    path("teams/invitations/<uuid:invitation_id>/<slug:verb>/", pages.move_invitation, name="invitation-move"),
    path("teams/staff/<uuid:user_id>/close/", pages.close, name="staff-close"),
    path("teams/staff/<uuid:user_id>/open/", pages.reopen, name="staff-open"),
    path("join/<str:key>/", pages.join, name="join"),
]
