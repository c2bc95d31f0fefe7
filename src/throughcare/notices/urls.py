from django.urls import path

from throughcare.notices import pages

urlpatterns = [
    path("notices/", pages.inbox, name="notices"),
    path("notices/read-all", pages.read_all, name="notices-read-all"),
    path("notices/<uuid:notice_id>/", pages.open_notice, name="notice"),
    path("notices/off/<str:token>/", pages.turn_off, name="notice-off"),
    path("your-account/notices/", pages.your_notices, name="your-notices"),
    path("views/", pages.views, name="saved-views"),
    path("views/add", pages.view_add, name="saved-view-add"),
    path("views/<uuid:view_id>/", pages.view, name="saved-view"),
    path("views/<uuid:view_id>/change/", pages.view_change, name="saved-view-change"),
    path("views/<uuid:view_id>/delete", pages.view_delete, name="saved-view-delete"),
    path("failed-jobs/", pages.failed_jobs, name="failed-jobs"),
    path("failed-jobs/do/<slug:verb>/", pages.failed_jobs_do, name="failed-jobs-do"),
]
