"""`throughcare team add`, `throughcare partners …` and `throughcare import partners`."""

from throughcare.partners.cli import merging
from throughcare.partners.cli.importing import imports
from throughcare.partners.cli.register import add, cli, partners

# It adds its commands to those of partners.
__all__ = ["add", "cli", "imports", "merging", "partners"]
