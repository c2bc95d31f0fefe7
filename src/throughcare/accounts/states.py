"""Why an account is closed. Data only."""

from django.db.models import TextChoices


class ClosingReason(TextChoices):
    """Chosen, not written: a sentence about a colleague has no place here."""

    LEFT = "LEFT", "They no longer work here"
    AWAY = "AWAY", "They are away for a long time"
    LOST = "LOST", "Somebody else may have their phone, computer or password"
    MISUSE = "MISUSE", "We are looking into how the account was used"
