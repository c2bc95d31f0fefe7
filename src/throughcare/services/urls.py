from django.urls import path

from throughcare.services import pages

urlpatterns = [
    path("services/", pages.directory, name="services"),
    path("services/import/", pages.choose_file, name="service-import"),
    path("services/import/<uuid:upload_id>/", pages.preview, name="service-import-preview"),
    path("services/imported/<uuid:run_id>/", pages.imported, name="service-import-done"),
    path("services/<uuid:service_id>/", pages.service, name="service"),
    path("services/<uuid:service_id>/places/", pages.capacity, name="service-capacity"),
    path("services/<uuid:service_id>/places/still-right", pages.capacity_still_right, name="service-capacity-still-right"),
    path("services/<uuid:service_id>/status/", pages.status, name="service-status"),
    path("services/<uuid:service_id>/confidential/", pages.confidential, name="service-confidential"),
    path("services/<uuid:service_id>/level/", pages.level, name="service-level"),
    path("services/<uuid:service_id>/pillars/<str:code>/", pages.pillar, name="service-pillar"),
    path("organizations/<uuid:organization_id>/", pages.organization, name="organization"),
]
