"""`throughcare agreements …`."""

from throughcare.agreements.cli import publishing
from throughcare.agreements.cli.looking import cli

# It adds its commands to the group.
__all__ = ["cli", "publishing"]
