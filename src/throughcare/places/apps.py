from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "throughcare.places"
    label = "places"
