from django.urls import path

from throughcare.partners import pages

urlpatterns = [
    path("partners/", pages.partners, name="partners"),
    path("partners/add/", pages.partner_add, name="partner-add"),
    path("partners/duplicates/", pages.partner_duplicates, name="partner-duplicates"),
    path("partners/duplicates/<uuid:partner_pair_id>/", pages.partner_duplicate, name="partner-duplicate"),
    path("partners/import/", pages.partner_import, name="partner-import"),
    path("partners/import/files/<uuid:file_id>/", pages.partner_import_file, name="partner-import-file"),
    path("partners/import/files/<uuid:file_id>/start/", pages.partner_import_start, name="partner-import-start"),
    path("partners/import/files/<uuid:file_id>/drop/", pages.partner_import_drop, name="partner-import-drop"),
    path("partners/import/files/<uuid:file_id>/save/", pages.partner_import_save, name="partner-import-save"),
    path("partners/import/mappings/", pages.partner_import_mappings, name="partner-import-mappings"),
    path("partners/import/mappings/<uuid:mapping_id>/", pages.partner_import_mapping, name="partner-import-mapping"),
    path("partners/import/mappings/<uuid:mapping_id>/delete/", pages.partner_import_mapping_delete, name="partner-import-mapping-delete"),
    path("partners/import/runs/<uuid:run_id>/", pages.partner_import_run, name="partner-import-run"),
    path("partners/import/runs/<uuid:run_id>/rejects/", pages.partner_import_rejects, name="partner-import-rejects"),
    path("partners/<uuid:partner_id>/change/<slug:part>/", pages.partner_part, name="partner-part"),
    path("partners/<uuid:partner_id>/own/", pages.partner_own, name="partner-own"),
    path("partners/<uuid:partner_id>/ask/<slug:part>/", pages.partner_ask, name="partner-ask"),
    path("partners/changes/", pages.partner_changes, name="partner-changes"),
    path("partners/changes/<uuid:partner_change_id>/", pages.partner_change, name="partner-change"),
    path("partners/changes/<uuid:partner_change_id>/<slug:verb>/", pages.partner_change_move, name="partner-change-move"),
    path("partners/<uuid:partner_id>/stand/<slug:verb>/", pages.partner_move, name="partner-move"),
    path("partners/<uuid:partner_id>/accreditations/add/", pages.accreditation_add, name="accreditation-add"),
    path("partners/accreditations/<uuid:accreditation_id>/", pages.accreditation, name="accreditation"),
    path("partners/accreditations/<uuid:accreditation_id>/end/", pages.accreditation_end, name="accreditation-end"),
    path("partners/<uuid:partner_id>/contacts/add/", pages.partner_contact_add, name="partner-contact-add"),
    path("partners/contacts/<uuid:partner_contact_id>/", pages.partner_contact, name="partner-contact"),
    path("partners/contacts/<uuid:partner_contact_id>/end/", pages.partner_contact_end, name="partner-contact-end"),
]
