from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "throughcare.front"
    label = "front"
