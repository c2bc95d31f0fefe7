"""Django's view of this folder: templates, static files, tags and messages. No tables."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """What every app shares."""

    name = "throughcare.common"
    label = "common"
    verbose_name = "Shared parts"
