"""Why referrals are declined or withdrawn: the reasons a site starts with, each with the side it lies on (person, service, sentence, data)."""

from datetime import date

from throughcare.common.reference import reference_data
from throughcare.places.models import Scheme, Term

DECLINE = (
    ("no_place", "No place is free soon enough", "service"),
    ("not_our_work", "We do not offer what is needed", "service"),
    ("out_of_area", "Outside the area we work in", "service"),
    ("not_eligible", "Does not meet our conditions", "person"),
    ("needs_more", "Needs more support than we can give", "person"),
    ("not_wanted", "The person does not want our help", "person"),
    ("already_helped", "Already gets this help", "person"),
    ("condition", "An order or condition rules it out", "sentence"),
    ("release_date", "The release date is too far away, or has moved", "sentence"),
    ("not_enough_known", "We were not told enough to decide", "data"),
    ("wrong_service", "Sent to us by mistake", "data"),
)
WITHDRAW = (
    ("no_longer_agrees", "The person no longer agrees", "person"),
    ("met_another_way", "The need was met in another way", "person"),
    ("not_engaging", "The person is not taking part", "person"),
    ("moved", "The person has moved away", "person"),
    ("died", "The person has died", "person"),
    ("sentence_changed", "The sentence or order has changed or ended", "sentence"),
    ("back_in_prison", "The person is back in prison", "sentence"),
    ("no_answer", "The service did not answer in time", "service"),
    ("mistake", "Made by mistake, or twice", "data"),
    ("other", "Another reason", "data"),
)


@reference_data("referral reasons")
def load_reasons() -> None:
    """Add what is missing; a term that is there keeps what the site made of it."""
    for scheme, terms in ((Scheme.DECLINE, DECLINE), (Scheme.WITHDRAW, WITHDRAW)):
        there = set(Term.objects.filter(scheme=scheme).values_list("code", flat=True))
        Term.objects.bulk_create(
            Term(scheme=scheme, code=code, label=label, side=side, place=place, starts_on=date(2020, 1, 1))
            for place, (code, label, side) in enumerate(terms, start=1)
            if code not in there
        )
