"""Pages a referrer and a partner see. Each reads a form, calls one action or query, and answers."""

from throughcare.referrals.pages.answering import ask, inbox, move, referral, reply, take
from throughcare.referrals.pages.referring import check, draft, need_service, need_services, part, sent

__all__ = ["ask", "check", "draft", "inbox", "move", "need_service", "need_services", "part", "referral", "reply", "sent", "take"]
