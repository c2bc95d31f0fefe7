"""A partnership manager looks who works with whom, takes the department out, and goes on to one partner; its own people see its own ties. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.journeys.browser import How, Walker
from tests.partners.made import EDITOR
from tests.relationships.test_network import world


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_from_home_to_one_partners_ties(cast: Cast, site: str, chromium: Any, how: How) -> None:
    found = world(cast)
    connection.close()
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("partners"))
        walker.follow("Who works with whom")
        walker.sees("What is said of the whole", "Centralisation by position", "Tied with most")
        walker.open(f"{reverse('network')}?us=without")
        walker.sees("The department: without")
        walker.follow("every tie")
        walker.sees("Marae Awa", "1 agreement")
        walker.open(reverse("network-organizations"))
        walker.follow("Mana Trust")
        walker.sees("Whom it works with", "1 thing owed by the department")
    with Walker(chromium, site, cast, "partner_worker", how) as walker:
        walker.open(reverse("partner", args=[found["mana"]]))
        walker.follow("Whom it works with")
        walker.sees("What ties your organisation", "Marae Awa")
