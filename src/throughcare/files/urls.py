from django.urls import path

from throughcare.files import pages

urlpatterns = [
    path("documents/about/<str:kind>/<uuid:about_id>/", pages.documents, name="documents"),
    path("documents/about/<str:kind>/<uuid:about_id>/add/", pages.document_add, name="document-add"),
    path("documents/<uuid:document_id>/", pages.document, name="document"),
    path("documents/<uuid:document_id>/file/", pages.document_file, name="document-file"),
    path("documents/<uuid:document_id>/change/", pages.document_change, name="document-change"),
    path("documents/<uuid:document_id>/withdraw/", pages.document_withdraw, name="document-withdraw"),
]
