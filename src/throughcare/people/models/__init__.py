"""People, the one reason a team may see them (Involvement), and what they need."""

from throughcare.people.models.involvement import Involvement
from throughcare.people.models.needs import Disagreement, Need
from throughcare.people.models.record import Identifier, OwnAccount, Person, Whereabouts, identifier_value

__all__ = ["Disagreement", "Identifier", "Involvement", "Need", "OwnAccount", "Person", "Whereabouts", "identifier_value"]
