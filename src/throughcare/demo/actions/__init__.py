"""Making the demo, and logging in as somebody of its cast."""

from throughcare.demo.actions.log_in import log_in_as
from throughcare.demo.actions.making import make_demo

__all__ = ["log_in_as", "make_demo"]
