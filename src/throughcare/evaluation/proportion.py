"""Is full contracting out of proportion to what is agreed? One rule, told with its numbers.

Taken from the field: funders contract in proportion to value and risk. New Zealand's streamlined contracting has one short common template for
agencies, and Social Sector Accreditation asks less of whoever does what carries less risk (four levels, set by what is funded). Neither names an
amount. **The amounts and the share below are our choice**; the first is a site's to set.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_YEAR = 365
# Longer than this, circumstances change: a full agreement has reviews, renewals and amendments for that.
MOST_DAYS = 3 * _YEAR + 1  # three years have a leap day, or two at their edges
# Of whoever has people for contracts, and again of what is paid before the work is done, half the limit.
SHARE = Decimal("0.5")
# Groups that have, as a rule, nobody employed to read a contract (codes of the register's kinds).
SMALL = frozenset({"HAPU", "MARAE", "PACIFIC", "COMMUNITY", "FAITH", "SPORT", "VOLUNTEER", "NGO", "IWI", "URBAN_MAORI", "OTHER"})


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What the rule looks at. amount: the whole value, in the site's currency; days: the term (None: open-ended). partner: codes of the parties' kinds.

    in_advance: money before the last day. information: personal information is shared by it. services: how many services for people it covers.
    """

    amount: Decimal
    days: int | None
    partners: Collection[str]
    in_advance: bool = False
    information: bool = False
    services: int = 0

    @property
    def per_year(self) -> Decimal:
        """The value of a year; of less than a year, all of it."""
        years = Decimal(max(self.days or _YEAR, _YEAR)) / _YEAR
        return (self.amount / years).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Verdict:
    """light: the light page would do. why: a sentence for each thing that speaks against it. limit: up to which value of a year, here."""

    light: bool
    per_year: Decimal
    limit: Decimal
    why: tuple[str, ...]


def weigh(one: Weighed, up_to: Decimal, say: Callable[[Decimal], str] = str) -> Verdict:
    """up_to: the site's limit for a small group that is paid afterwards. say: how an amount is written."""
    small, limit = set(one.partners) <= SMALL, up_to
    limit *= 1 if small else SHARE
    limit = (limit * (SHARE if one.in_advance and one.amount else 1)).quantize(Decimal("0.01"))
    why = []
    if one.per_year > limit:
        about = [] if small else ["its partner has people for contracts"]
        about += ["money is paid before the last day"] if one.in_advance else []
        because = f", because {' and '.join(about)}" if about else ""
        why.append(f"It is worth {say(one.per_year)} a year, and the limit here is {say(limit)}{because}.")
    if one.days is None or one.days > MOST_DAYS:
        why.append(f"It runs for more than {MOST_DAYS // _YEAR} years, or has no last day.")
    if one.information:
        why.append("Personal information is shared by it.")
    if one.services:
        why.append("It covers services that people are referred to.")
    if len(one.partners) > 1:
        why.append("It has more than one partner.")
    return Verdict(not why, one.per_year, limit, tuple(why))


def rule_words(up_to: Decimal, say: Callable[[Decimal], str] = str) -> str:
    """The rule as it is shown."""
    return (
        f"The rule: a year is worth up to {say(up_to)}; half of that where money is paid before the last day, and half where the partner is a public agency, "
        f"training body, health service or employer, which have people for contracts; one partner; no longer than {MOST_DAYS // _YEAR} years; "
        "no personal information is shared; no service that people are referred to."
    )
