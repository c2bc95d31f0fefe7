"""How a lower app speaks of a higher thing: by kind and key, never by model."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Ref:
    """Names one thing of any app: kind is `app.thing`, like "referrals.referral"."""

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"
