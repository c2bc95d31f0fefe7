"""States and codes of a person's record. Data only."""

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable


class AgeBand(TextChoices):
    UNDER_18 = "0-17", "Under 18"
    A18 = "18-24", "18 to 24"
    A25 = "25-34", "25 to 34"
    A35 = "35-44", "35 to 44"
    A45 = "45-54", "45 to 54"
    A55 = "55-64", "55 to 64"
    A65 = "65+", "65 and over"


# Whole years, both ends included; None is an open end.
AGE_BANDS: dict[str, tuple[int, int | None]] = {
    str(band.value): (int(band.value.split("-")[0].rstrip("+")), int(band.value.split("-")[1]) if "-" in band.value else None)
    for band in AgeBand
}


class WhereaboutsKind(TextChoices):
    CUSTODY = "CUSTODY", "In prison"
    COMMUNITY = "COMMUNITY", "In the community"


class NeedStatus(TextChoices):
    NOT_STARTED = "NOT_STARTED", "Not started"
    IN_PROGRESS = "IN_PROGRESS", "In progress"
    MET = "MET", "Met"
    DECLINED = "DECLINED", "Declined by the person"


S = NeedStatus

NEED_STATES = StateTable(
    name="need",
    states=NeedStatus,
    start=S.NOT_STARTED,
    turn={S.NOT_STARTED: Side.REFERRER, S.IN_PROGRESS: Side.REFERRER, S.MET: Side.NOBODY, S.DECLINED: Side.PERSON},
    moves=(
        Move("start", {S.NOT_STARTED}, S.IN_PROGRESS, Side.REFERRER),
        Move("meet", {S.NOT_STARTED, S.IN_PROGRESS}, S.MET, Side.REFERRER),
        Move("decline", {S.NOT_STARTED, S.IN_PROGRESS}, S.DECLINED, Side.REFERRER),
        # A need comes back: housing is lost again, or the person changes their mind.
        Move("reopen", {S.MET, S.DECLINED}, S.IN_PROGRESS, Side.REFERRER),
    ),
)

# Compartments (architecture, section 4) a department office's assignment opens: all the record but victims and whānau's protected contacts.
ASSIGNMENT_COMPARTMENTS = ("C1", "C2", "C3", "C7", "C8", "C9", "C10")
