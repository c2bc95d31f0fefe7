"""Who may open what of the light path: its own people and we, no other partner; and anybody a link, which says the same to all who have none."""

from tests.matrix.rows import STAFF, Row, everyone, operation, row
from tests.matrix.table_performance import AGREES, LOOKS_AT_AGREEMENTS

_WAITS, _TOLD = {"agreement_id": "light_id"}, {"agreement_id": "told_id"}
_NO_LINK = {"key": "nothing"}
LIGHT_PAGES = (
    row("light-add", *AGREES),
    row("light-change", *AGREES, ids=_WAITS),
    *(row("light-send", *AGREES, ids=_WAITS, fixed={"purpose": purpose}) for purpose in ("sign", "report")),
    row("light-full", *AGREES, ids=_WAITS),
    row("light-revoke", *AGREES, ids=_WAITS),
    row("light-code", *AGREES, ids=_WAITS),
    row("light-report", STAFF, *LOOKS_AT_AGREEMENTS, ids=_TOLD),
    row("agreement", STAFF, *LOOKS_AT_AGREEMENTS, ids=_WAITS),
    row("agreement", STAFF, *LOOKS_AT_AGREEMENTS, ids=_TOLD),
    *(everyone(name, fixed=_NO_LINK, nobody=(200,)) for name in ("light-held", "light-copy", "light-sign", "light-word", "light-answer")),
)

_LIGHT = "/api/v1/agreements/<agreement_id>/light"
_TERMS: dict[str, object] = {"kind": "GRANT", "title": " ", "purpose": "Words", "starts_on": "2031-01-01", "ends_on": "2031-02-01"}
_TERMS |= {"report_on": "2031-03-01", "signer_name": "Words", "reach": "hine@example.test"}
LIGHT_OPERATIONS: tuple[Row, ...] = (
    operation("POST /api/v1/agreements/light", *AGREES, body={**_TERMS, "organization": "Words"}, ok=(422,)),
    operation(f"GET {_LIGHT}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_WAITS),
    operation(f"PUT {_LIGHT}", *AGREES, ids=_WAITS, body=_TERMS, ok=(412,)),
    operation(f"POST {_LIGHT}/links", *AGREES, ids=_WAITS, body={"purpose": "SIGN"}, ok=(412,)),
    operation(f"POST {_LIGHT}/links/<link_id>/revoke", *AGREES, ids=_WAITS, body={}, ok=(412,)),
    operation(f"POST {_LIGHT}/full", *AGREES, ids=_WAITS, body={"reason": "Words"}, ok=(412,)),
    operation(f"GET {_LIGHT}/report", STAFF, *LOOKS_AT_AGREEMENTS, ids=_TOLD),
    operation(
        f"POST {_LIGHT}/report",
        STAFF,
        *LOOKS_AT_AGREEMENTS,
        ids=_TOLD,
        body={"did": "Words", "changed": "Words", "otherwise": "Words"},
        ok=(409,),
    ),
)
