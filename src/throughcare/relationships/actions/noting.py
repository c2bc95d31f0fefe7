"""What the audit keeps of an assessment."""

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.relationships.models import Wave


def note(by: Actor, verb: str, wave: Wave) -> None:
    """Of which assessment, and no word more. Never of an answer."""
    record(by=by, verb=verb, about=Ref("relationships.wave", wave.pk))
