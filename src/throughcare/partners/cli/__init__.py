"""`throughcare team add`, `throughcare partners …` and `throughcare import partners`."""

from throughcare.partners.cli.importing import imports
from throughcare.partners.cli.register import add, cli, partners

__all__ = ["add", "cli", "imports", "partners"]
