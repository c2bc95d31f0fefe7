"""Authorities a site starts with: grounds on which something may be told without the person's agreement."""

from datetime import date

from throughcare.common.reference import reference_data
from throughcare.places.models import Scheme, Term

# Grounds named in our own words after the Privacy Act 2020 (information privacy principle 11); another jurisdiction loads its own.
AUTHORITIES = (
    ("directly_related", "Directly related to the purpose it was collected for"),
    ("court_or_board", "A court or the New Zealand Parole Board directed it"),
    ("serious_threat", "To prevent or lessen a serious threat to somebody's life or health"),
    ("sharing_agreement", "An approved information sharing agreement covers it"),
    ("other_law", "Another law requires or allows it"),
)


@reference_data("authorities")
def load_authorities() -> None:
    """Add what is missing; a term that is there keeps what the site made of it."""
    there = set(Term.objects.filter(scheme=Scheme.AUTHORITY).values_list("code", flat=True))
    Term.objects.bulk_create(
        Term(scheme=Scheme.AUTHORITY, code=code, label=label, place=place, starts_on=date(2020, 12, 1))
        for place, (code, label) in enumerate(AUTHORITIES, start=1)
        if code not in there
    )
