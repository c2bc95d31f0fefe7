from django.apps import AppConfig

from throughcare.accounts.permissions import Permission
from throughcare.notices import kinds
from throughcare.referrals.sql import MAY_BE_TOLD
from throughcare.referrals.states import NOTICES


class ReferralsConfig(AppConfig):
    name = "throughcare.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Say what our notices show, and who may be told."""
        kinds.register_audience("referrals.referral", MAY_BE_TOLD)
        for kind, (title, sentence) in NOTICES.items():
            kinds.register(
                kind, title=title, sentence=sentence, url="referral", needs=(Permission.REFERRAL_SEND, Permission.REFERRAL_ANSWER)
            )
