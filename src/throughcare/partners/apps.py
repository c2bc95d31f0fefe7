from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "throughcare.partners"
    label = "partners"
