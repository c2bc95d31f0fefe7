"""Start-up checks: a route without a policy stops the application."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from throughcare.config.routes import check_routes


@register()
def routes_have_policies(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """One error naming every bare address."""
    try:
        check_routes()
    except ImproperlyConfigured as found:
        return [Error(str(found), id="throughcare.E001")]
    return []
