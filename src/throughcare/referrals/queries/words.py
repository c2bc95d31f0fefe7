"""A referral's story in sentences: for both sides' log, and for the person in plain words."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from throughcare.matching.pillars import Pillar
from throughcare.places.models import Scheme
from throughcare.referrals.models import LogEntry, LogKind, Referral
from throughcare.referrals.states import DONE, ReferralState

Words = Mapping[tuple[str, str], str]

# "help with …", as a nine-year-old would read it.
HELP = {
    Pillar.ACCOMMODATION: "a place to live",
    Pillar.EDUCATION_TRAINING: "learning and training",
    Pillar.EMPLOYMENT: "finding work",
    Pillar.SKILLS_FOR_LIFE: "skills for everyday life",
    Pillar.HEALTH_WELLBEING: "your health",
    Pillar.FAMILY_COMMUNITY: "your family, whānau and community",
}
_SCHEMES = {"decline": Scheme.DECLINE, "withdraw": Scheme.WITHDRAW}
_KINDS = {
    LogKind.MADE: "Draft made",
    LogKind.TAKEN: "Taken on by a worker",
    LogKind.QUESTION: "Question asked",
    LogKind.REPLY: "Question answered",
    LogKind.NOTE: "Message to the other side",
}


def day_words(day: date) -> str:
    """27 March 2026."""
    return f"{day.day} {day:%B %Y}"


def reason_words(referral: Referral, words: Words) -> str:
    """The coded reason it was declined or withdrawn for; empty when it was not."""
    scheme = Scheme.DECLINE if referral.state == ReferralState.DECLINED else Scheme.WITHDRAW
    return words.get((scheme, referral.reason_code), referral.reason_code) if referral.reason_code else ""


def log_sentence(entry: LogEntry, words: Words) -> str:
    """What happened, in a few words and no detail about the person."""
    if entry.kind != LogKind.MOVED:
        return _KINDS[LogKind(entry.kind)]
    done = f"Referral {DONE[entry.verb]}"
    reason = words.get((_SCHEMES[entry.verb], entry.reason_code), entry.reason_code) if entry.reason_code else ""
    return f"{done}: {reason[:1].lower()}{reason[1:]}" if reason else done


def plain_title(pillar: str) -> str:
    """What a need is about, as the person reads it: “A place to live”."""
    about = HELP[Pillar(pillar)]
    return about[:1].upper() + about[1:]


def plain_sentence(referral: Referral) -> str:
    """What the person is told of a referral. Needs `service.organization` and `need` loaded."""
    who, about = referral.service.organization.name, HELP[Pillar(referral.need.pillar)]
    asked = f"We asked {who} to help you with {about}."
    match referral.state:
        case ReferralState.SENT | ReferralState.ACKNOWLEDGED:
            got = " They have our letter." if referral.state == ReferralState.ACKNOWLEDGED else ""
            until = f" They should tell us by {day_words(referral.answer_by)}." if referral.answer_by else ""
            return f"{asked}{got} They have not said yes or no yet.{until}"
        case ReferralState.WAITLISTED:
            when = f" They think there will be a place around {day_words(referral.expected_on)}." if referral.expected_on else ""
            return f"{asked} You are on their waiting list.{when}"
        case ReferralState.ACCEPTED:
            return f"{who} will help you with {about}. They said yes{_on(referral)}."
        case ReferralState.DECLINED:
            return f"{asked} They can't help this time. Your case manager will look for somebody else with you."
        case ReferralState.WITHDRAWN:
            return f"{asked} We took this back, so they will not be in touch."
    return f"Your case manager is getting ready to ask {who} to help you with {about}."


def _on(referral: Referral) -> str:
    return f" on {day_words(timezone.localdate(referral.answered_at))}" if referral.answered_at else ""
