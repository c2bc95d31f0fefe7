from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "throughcare.files"
    label = "files"
