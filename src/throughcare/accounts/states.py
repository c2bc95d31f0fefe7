"""Why an account is closed. Data only."""

from django.db.models import TextChoices


class ClosingReason(TextChoices):
    """Chosen, not written: a sentence about a colleague has no place here."""

    LEFT = "LEFT", "They no longer work here"
    AWAY = "AWAY", "They are away for long"
    LOST = "LOST", "A phone, computer or password of theirs may be in wrong hands"
    MISUSE = "MISUSE", "How the account was used is being looked into"
