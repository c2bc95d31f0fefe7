from django.apps import AppConfig

from throughcare.accounts.permissions import Permission
from throughcare.notices import kinds
from throughcare.referrals.sql import MAY_BE_TOLD
from throughcare.referrals.states import NOTICES


class ReferralsConfig(AppConfig):
    name = "throughcare.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Say what our notices show, who may be told, and what becomes of a referral when two records of one person are put together."""
        from throughcare.common.merging import moves  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.referrals.models import LogEntry, Question, Referral, ReferralNote  # noqa: PLC0415 - as above

        for model in (LogEntry, Question, Referral, ReferralNote):
            moves(model)

        kinds.register_audience("referrals.referral", MAY_BE_TOLD)
        kinds.register_person("referrals.referral", "(select r.person_id from public.referrals_referral r where r.id = thing)")
        kinds.register_table("referrals.referral", "referrals_referral")
        for kind, (title, sentence) in NOTICES.items():
            kinds.register(
                kind, title=title, sentence=sentence, url="referral", needs=(Permission.REFERRAL_SEND, Permission.REFERRAL_ANSWER)
            )
