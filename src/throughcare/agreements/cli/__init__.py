"""`throughcare agreements …`."""

from throughcare.agreements.cli import importing, keeping, light, publishing, watching
from throughcare.agreements.cli.looking import cli

# They add their commands to the group.
__all__ = ["cli", "importing", "keeping", "light", "publishing", "watching"]
