"""May this be told? Each check says no with a sentence the person can act on."""

from collections.abc import Iterable

from throughcare.common.refusals import Invalid, Refused
from throughcare.disclosure.fields import Line
from throughcare.disclosure.models import Authority, Ground
from throughcare.disclosure.states import may_be_told


def check_can_record_authority(ground: str, authority_code: str, how: str, known: Iterable[str]) -> None:
    """Raise Invalid unless the ground is complete: agreement says how; an authority is one of those in force, and says why it applies."""
    errors: dict[str, list[str]] = {}
    if ground not in Ground.values:
        errors["ground"] = ["Select whether the person agrees, or you rely on a legal authority"]
    if ground == Ground.AUTHORITY and authority_code not in set(known):
        errors["authority_code"] = ["Select the authority you rely on"]
    if not how:
        errors["how"] = ["Say how the person agreed, or why the authority applies here"]
    if errors:
        raise Invalid("The ground for telling the service is not complete: see errors.", errors)


def check_can_disclose(lines: Iterable[Line], *, kind: str, authority: Authority | None) -> None:
    """Raise Refused unless there is a live ground, and no line is one this kind of organisation may never have."""
    if authority is None or authority.withdrawn_at is not None:
        raise Refused("Record that the person agrees, or the legal authority you rely on, before you send.")
    for line in lines:
        if not may_be_told(line.compartment, kind):
            raise Refused(f"“{line.label}” can't be told to this kind of organisation. Take it out under “What to tell them”.")
