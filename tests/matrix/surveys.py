"""Of each side one survey of the network that is open, in which its own partner is asked; and one that is published. The keeper's, but what is asked of oneself."""

from datetime import timedelta
from typing import Any

from throughcare.common.clock import today
from throughcare.partners.models import Organization
from throughcare.relationships.models import NetworkSurvey, SurveyedOrganization, TieAnswer


def survey(world: Any, side: Any) -> None:
    """As the system, after the partner is on the register."""
    ids, day, keeper = world.ids[side.name], today(), {"partnership_manager"}

    def word(what: str, readers: Any) -> str:
        return str(world.canaries.token(f"{what}, of a survey ({side.name})", readers))

    other = Organization.objects.create(name=f"Asked beside ({side.name})", search_key=f"asked beside ({side.name})")
    found = []
    for name, steps in (("now", ("OPEN",)), ("past", ("OPEN", "CLOSED", "PUBLISHED"))):
        made = NetworkSurvey(name=word(f"the name of one {name}", keeper | side.staff), deadline=day + timedelta(days=9))
        made.opened_on = made.closed_on = made.published_on = day
        made.save(force_insert=True)
        rows = [
            SurveyedOrganization(survey=made, organization_id=key, email=f"{word('an address', keeper)}@example.test", handed_in_on=day)
            for key in (ids["organization_id"], other.pk)
        ]
        SurveyedOrganization.objects.bulk_create(rows)
        TieAnswer.objects.bulk_create(
            [TieAnswer(survey=made, asked=rows[1], organization_id=ids["organization_id"], knows="YES", reliable=1, gives=["MONEY"])]
        )
        for state in steps:
            NetworkSurvey.objects.filter(pk=made.pk).update(state=state)
        found.append((made, rows[0]))
    (now, mine), (past, _) = found
    ids |= {"survey_id": now.pk, "past_survey": past.pk, "surveyed_id": mine.pk, "asked_beside": other.pk}
