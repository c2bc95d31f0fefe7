"""The application a server runs."""

import os

from django.core.wsgi import get_wsgi_application

from throughcare.config.routes import check_routes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
application = get_wsgi_application()
check_routes()
