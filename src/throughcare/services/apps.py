from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "throughcare.services"
    label = "services"
