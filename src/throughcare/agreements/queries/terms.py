"""The terms of a small grant or MOU in plain words: one text, which is read, signed and kept, and its hash."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement, LightTerms
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import CONTRACTS, AgreementKind

QUESTIONS = (
    "What did you do?",
    "What changed for people?",
    "What would you do differently, or what got in the way?",
)
SPENT = "How much of the money was spent?"
NOBODY_NAMED = "Name nobody, and tell nothing by which somebody could be known."


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Everything the text says. amount: none where no money is paid."""

    number: str
    title: str
    kind: str
    what_for: str
    partner: str
    amount: Decimal | None
    starts_on: date | None
    ends_on: date | None
    pays_on: date | None
    report_on: date
    signer: str

    @property
    def is_grant(self) -> bool:
        """Whether money is given."""
        return self.kind == AgreementKind.GRANT

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What it says, a title and a sentence each."""
        ways = [("What it is", f"{AgreementKind(self.kind).label} {self.number}"), ("Between", f"the department and {self.partner}")]
        ways += [("What it is for", self.what_for or self.title)]
        ways += [("From when until when", f"{day_words(self.starts_on)} to {day_words(self.ends_on)}")]
        if self.amount:
            ways.append(("What the department pays", f"{money(self.amount)}, on {day_words(self.pays_on)}"))
        ways.append(("How you tell us how it went", self._telling()))
        ways.append(("What we never ask for", "Anything about a named person. " + NOBODY_NAMED))
        if self.amount:
            ways.append(("Money that is left", "What was not spent for this is given back, unless you and the department agree otherwise."))
        ways.append(("If it does not go well", "Tell us, or we tell you. Either side may end it by saying so, with the reason."))
        ways.append(("Who signs for you", self.signer))
        return ways

    def _telling(self) -> str:
        asked = [*QUESTIONS, SPENT] if self.is_grant else list(QUESTIONS)
        return f"By {day_words(self.report_on)} you answer these, by a link, on paper or by phone: {' '.join(asked)}"

    @property
    def text(self) -> str:
        """The whole of it as lines: title, then each row."""
        return "\n".join([self.title, "", *(f"{name}: {said}" for name, said in self.rows)])

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).digest()


def terms_of(agreement: Agreement, light: LightTerms) -> Terms:
    """Of an agreement read whole, by one of us or a party's own staff."""
    party = next(one for one in agreement.parties.all() if one.part in CONTRACTS)
    value = value_of(party)
    return Terms(
        number=agreement.number,
        title=agreement.title,
        kind=agreement.kind,
        what_for=agreement.purpose,
        partner=party.name,
        amount=value.amount if value else None,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        pays_on=light.pays_on,
        report_on=light.report_on,
        signer=light.signer_name,
    )
