"""The application a server runs."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
application = get_wsgi_application()
# Only now: the addresses need Django's settings, and a page without a policy stops the start.
import_module("throughcare.config.routes").check_routes()
# Nor does a site open with somebody in it who was erased.
import_module("throughcare.config.erasing").refuse_the_erased()
