"""`throughcare performance …`."""

from throughcare.performance.cli import putting_in, reciprocity
from throughcare.performance.cli.looking import cli

# They add their commands to the group.
__all__ = ["cli", "putting_in", "reciprocity"]
