from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "throughcare.disclosure"
    label = "disclosure"
