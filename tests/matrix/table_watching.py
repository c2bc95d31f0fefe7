"""Who may open what of risks and meetings of agreements: the party they are shared with, and we; of a risk of ours alone, we."""

from tests.matrix.rows import STAFF, Row, operation, row
from tests.matrix.table_performance import AGREES, LOOKS_AT_AGREEMENTS

_OURS = {"risk_id": "our_risk_id"}
WATCHING_PAGES = (
    row("agreement-risk", STAFF, *LOOKS_AT_AGREEMENTS),
    row("agreement-risk", *LOOKS_AT_AGREEMENTS, ids=_OURS),
    row("agreement-risk-add", *AGREES),
    row("agreement-risk-change", *AGREES),
    row("agreement-risk-move", *AGREES, fixed={"verb": "close"}),
    row("agreement-meeting", STAFF, *LOOKS_AT_AGREEMENTS),
    row("agreement-meeting-add", *AGREES),
    row("agreement-meeting-change", *AGREES),
)

_RISKS, _MEETINGS = "/api/v1/agreements/<agreement_id>/risks", "/api/v1/agreements/<agreement_id>/meetings"
_RISK: dict[str, object] = {"what": " ", "likelihood": 3, "consequence": 3, "review_on": "2099-01-01"}
_MEETING: dict[str, object] = {"held_on": "2026-01-05", "present": " ", "agreed": "Words"}
WATCHING_OPERATIONS: tuple[Row, ...] = (
    operation(f"GET {_RISKS}", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"POST {_RISKS}", *AGREES, body=_RISK, ok=(422,)),
    operation(f"GET {_RISKS}/<risk_id>", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"GET {_RISKS}/<risk_id>", *LOOKS_AT_AGREEMENTS, ids=_OURS),
    operation(f"PUT {_RISKS}/<risk_id>", *AGREES, body=_RISK, ok=(412,)),
    operation(f"POST {_RISKS}/<risk_id>/stand/<verb>", *AGREES, fixed={"verb": "close"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"GET {_MEETINGS}", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"POST {_MEETINGS}", *AGREES, body=_MEETING, ok=(422,)),
    operation(f"GET {_MEETINGS}/<meeting_id>", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"PUT {_MEETINGS}/<meeting_id>", *AGREES, body=_MEETING | {"present": "Words"}, ok=(412,)),
)
