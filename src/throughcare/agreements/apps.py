from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "throughcare.agreements"
    label = "agreements"
