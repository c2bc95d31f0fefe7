"""`throughcare performance …`."""

from throughcare.performance.cli import putting_in
from throughcare.performance.cli.looking import cli

# It adds its commands to the group.
__all__ = ["cli", "putting_in"]
