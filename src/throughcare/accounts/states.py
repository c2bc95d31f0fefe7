"""Why an account is closed, or somebody's work in a team ends. Data only."""

from django.db.models import TextChoices


class ClosingReason(TextChoices):
    """Chosen, not written: a sentence about a colleague has no place here."""

    LEFT = "LEFT", "They no longer work here"
    AWAY = "AWAY", "They are away for a long time"
    LOST = "LOST", "Somebody else may have their phone, computer or password"
    MISUSE = "MISUSE", "We are looking into how the account was used"


class EndingReason(TextChoices):
    """Why somebody no longer works in a team."""

    MOVED = "MOVED", "They work in another team now"
    DUTIES = "DUTIES", "They do other work now"
    MISTAKE = "MISTAKE", "They should not have been in this team"
    MISUSE = "MISUSE", "We are looking into what they did here"
