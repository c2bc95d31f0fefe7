"""A directory sent through the browser and not yet brought in."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import READER, Rule, may, protect

_OWN = f"by_id = {READER} and {may('service.import')}"


@protect(Rule("partner-confidential", "whoever sent it, while they may import", see=_OWN, add=_OWN, delete=_OWN))
class Upload(models.Model):
    """The file as it was sent, kept between looking at what it would do and doing it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    name = models.CharField("name of the file", max_length=200)
    source = models.CharField("what to call the directory", max_length=200)
    layout = models.CharField(max_length=60)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
