"""How far a file is on its way in. Data only."""

from django.db.models import TextChoices


class ImportStage(TextChoices):
    """How far a file is on its way in."""

    DRAFT = "DRAFT", "Not started"
    QUEUED = "QUEUED", "Waiting for its turn"
    READING = "READING", "Reading the file"
    WRITING = "WRITING", "Comparing with the records, and writing"
    DONE = "DONE", "Done"
    FAILED = "FAILED", "Not imported"


AT_WORK = (ImportStage.QUEUED, ImportStage.READING, ImportStage.WRITING)
