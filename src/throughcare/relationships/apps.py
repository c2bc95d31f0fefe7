from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    name = "throughcare.relationships"
    label = "relationships"
