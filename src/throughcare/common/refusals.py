"""The whole vocabulary of refusal. Each carries a sentence the person can act on."""


class Refused(Exception):
    """May not be done, now, to this thing. `str()` is a sentence fit to show; pages answer 409, the API problem details."""

    status = 409
    code = "refused"


class Stale(Refused):
    """Somebody changed the record since it was read."""

    status = 412
    code = "stale"


class VersionNeeded(Refused):
    """A change came without saying which version it saw (REST: no If-Match)."""

    status = 428
    code = "version-needed"


class TooMany(Refused):
    """Done too often for now. again_in: seconds until it may be tried again."""

    status = 429
    code = "too-many"

    def __init__(self, sentence: str, again_in: int) -> None:
        super().__init__(sentence)
        self.again_in = max(again_in, 1)


class NotAllowed(Refused):
    """The reader's roles do not hold the permission. Pages answer as for an unknown address, so nothing is given away."""

    status = 404
    code = "not-found"


class NotFound(Refused):
    """Unknown, or not for this reader: the two are never told apart."""

    status = 404
    code = "not-found"

    def __init__(self, sentence: str = "There is nothing at this address that you can see.") -> None:
        super().__init__(sentence)


class Moved(NotFound):
    """What was at `old` is at `new`, which this reader may see. Where no address can be followed it is not found."""

    def __init__(self, old: object, new: object) -> None:
        super().__init__()
        self.old, self.new = str(old), str(new)


class Invalid(Refused):
    """What was sent can't be used. `errors` maps a field to its sentences."""

    status = 422
    code = "invalid"

    def __init__(self, sentence: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.errors = errors or {}
