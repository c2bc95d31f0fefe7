"""`throughcare performance …`."""

from throughcare.performance.cli import funder, putting_in, reciprocity
from throughcare.performance.cli.looking import cli

# They add their commands to the group.
__all__ = ["cli", "funder", "putting_in", "reciprocity"]
