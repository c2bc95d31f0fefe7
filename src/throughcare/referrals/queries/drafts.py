"""A draft as its referrer works on it: everything the partner would be told, before it is told."""

from dataclasses import dataclass
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.agreements.queries import why_not_used
from throughcare.audit.actions import record_read
from throughcare.common.clock import today
from throughcare.common.refusals import NotFound, Stale
from throughcare.common.states import Side
from throughcare.disclosure.fields import Line, Source, chosen, digest_of, lines_for
from throughcare.disclosure.models import Authority
from throughcare.disclosure.queries import authority_for, ground_words
from throughcare.matching.fit import Fit
from throughcare.people.models import Identifier, Whereabouts
from throughcare.places.models import Scheme
from throughcare.places.queries import labels
from throughcare.referrals.models import Referral, ReferralNote
from throughcare.referrals.policies import check_is_draft, check_side
from throughcare.referrals.queries.access import because_of, visible_to
from throughcare.referrals.queries.fitting import fit_for, is_listed, open_elsewhere
from throughcare.services.queries import LevelAsked, level_asked


@dataclass(frozen=True)
class Draft:
    """A draft with all it is made of. lines: what could be told; `telling`: what will be."""

    referral: Referral
    note: ReferralNote | None
    authority: Authority | None
    fit: Fit
    lines: list[Line]
    listed: bool  # the service still stands in the reader's directory
    level: LevelAsked | None  # of accreditation, where the service asks for one
    stopped: str  # why no agreement lets it be used for somebody new; empty when it may be

    @property
    def telling(self) -> list[Line]:
        """The lines that will be told, word for word."""
        return chosen(self.lines, self.referral.to_disclose)

    @property
    def digest(self) -> str:
        """Names exactly these words."""
        return digest_of(self.telling)

    @property
    def parts(self) -> dict[str, bool]:
        """The parts of a referral, in order, and whether each is done."""
        return {
            "service": self.listed and not self.stopped and not self.fit.failed and not self.is_blocked,
            "urgency": self.referral.answer_by is not None and self.referral.answer_by >= today(),
            "reason": self.note is not None and bool(self.note.reason),
            "agreement": self.authority is not None,
            "disclose": bool(self.referral.to_disclose),
        }

    @property
    def is_blocked(self) -> bool:
        """The service asks for a level its partner does not hold, and no referral goes without it."""
        return self.level is not None and self.level.blocks and not self.level.met

    @property
    def level_warning(self) -> str:
        """What whoever refers should know of the partner's accreditation; nothing when it holds what is asked for."""
        return self.level.sentence(self.referral.service) if self.level else ""

    @property
    def complete(self) -> bool:
        """Every part is done."""
        return all(self.parts.values())


def get_draft(by: Actor, referral_id: UUID) -> Draft:
    """The reader's side's draft; audited. Raises NotFound for strangers, Refused when it is a draft no more."""
    referral = visible_to(by).select_related("person", "need__person__home_site", "service__organization").filter(pk=referral_id).first()
    if referral is None:
        raise NotFound
    check_side(by, referral, Side.REFERRER)
    check_is_draft(referral)
    record_read(
        by=by,
        verb="referral.draft.viewed",
        persons=[referral.person_id],
        compartments=["C1", "C7", "C10"],
        because=because_of(by, [referral.person_id]),
        about=referral.ref,
    )
    return draft_of(by, referral)


def warning_for(by: Actor, draft: Draft) -> Referral | None:
    """Another open referral of the same person to the same service."""
    referral = draft.referral
    return open_elsewhere(by, referral.need, [referral.service_id], but=referral.pk).get(referral.service_id)


def locked_referral(by: Actor, referral_id: UUID) -> Referral:
    """The row, held until the transaction ends: whoever comes second waits, and then finds what the first did."""
    found = visible_to(by).select_for_update(of=("self",)).select_related("service__organization", "to_team").filter(pk=referral_id).first()
    if found is None:
        raise NotFound
    return found


def draft_of(by: Actor, referral: Referral, *, lock: bool = False) -> Draft:
    """Everything a draft is made of, for a caller that audits. lock: the ground can't be withdrawn until the transaction ends."""
    authority, words = authority_for(referral.ref, lock=lock), labels(*Scheme)
    note = ReferralNote.objects.filter(pk=referral.pk).first()
    person = referral.person
    source = Source(
        person=person,
        need=referral.need,
        today=today(),
        whereabouts=Whereabouts.objects.select_related("site").filter(person=person, ends_on=None).first(),
        identifiers=tuple(Identifier.objects.filter(person=person).order_by("scheme", "value").values_list("scheme", "value")),
        reason=note.reason if note else "",
        more=note.more if note else "",
        ground=ground_words(authority, words),
        words=words,
    )
    lines = lines_for(source, referral.service.organization.kind)
    fit, level = fit_for(referral.need, referral.service), level_asked(referral.service)
    stopped = why_not_used([referral.service_id]).get(referral.service_id, "")
    return Draft(referral, note, authority, fit, lines, is_listed(by, referral.service_id), level, stopped)


def check_digest(draft: Draft, shown: str) -> None:
    """Raise Stale unless what would be told now is what the reader was shown."""
    if draft.digest != shown:
        raise Stale("The record has changed since you were shown what will be told. Look at it again, then send.")
