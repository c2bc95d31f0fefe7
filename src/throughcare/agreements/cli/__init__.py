"""`throughcare agreements …`."""

from throughcare.agreements.cli import importing, keeping, publishing
from throughcare.agreements.cli.looking import cli

# They add their commands to the group.
__all__ = [
    "cli",
    "importing",
    "keeping",
    "publishing",
]
from throughcare.agreements.cli import light

# They add their commands to the group.
__all__ = ["cli", "importing", "light", "publishing"]
