"""Who may open what of measures, reports and payments: its own people and we, and no other partner. As `table.py` says it of everything else."""

from tests.matrix.performance import BEGAN
from tests.matrix.rows import STAFF, Row, operation, row
from throughcare.agreements.days import months_later

AGREES = ("partnership_manager", "contract_manager")
LOOKS_AT_AGREEMENTS = (*AGREES, "executive")
PARTNERS = ("partner_worker", "partner_worker_2", "partner_manager", "other_partner_worker")

# What is measured of a party, for its own people and for us; a month of it is over, and not reported.
_MEASURED = {"agreement_id": "measured_id"}
_MONTH = {"first_on": months_later(BEGAN, 1).isoformat()}
PERFORMANCE_PAGES = (
    row("reports", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    row("contributions-across", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    row("payments", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    row("reports-file", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    row("measure-add", *AGREES, ids=_MEASURED),
    row("measure", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    row("measure", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED | {"measure_id": "closed_measure_id"}),
    row("measure-change", *AGREES, ids=_MEASURED, ok=(409,)),  # something was reported of it
    row("measure-close", *AGREES, ids=_MEASURED),
    row("report-send", STAFF, *AGREES, ids=_MEASURED, fixed=_MONTH),
    row("report", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    row("report-move", *AGREES, ids=_MEASURED, fixed={"verb": "return"}),
    row("contribution-add", STAFF, *AGREES, ids=_MEASURED),
    row("contribution", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    row("contribution-move", STAFF, ids=_MEASURED, fixed={"verb": "confirm"}),
    row("contribution-move", *AGREES, ids=_MEASURED, fixed={"verb": "withdraw"}),
    row("contributions", STAFF, *LOOKS_AT_AGREEMENTS),
    row("funder-reports", STAFF, *LOOKS_AT_AGREEMENTS),
    row("funder-report-add", STAFF, *AGREES),
    row("funder-report", STAFF, *LOOKS_AT_AGREEMENTS),
    row("funder-report-file", STAFF, *LOOKS_AT_AGREEMENTS),
    row("reciprocity", STAFF, *LOOKS_AT_AGREEMENTS),
    row("reciprocities", *LOOKS_AT_AGREEMENTS),
    row("payment-add", *AGREES, ids=_MEASURED),
    row("payment", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    row("payment-evidence", STAFF, *AGREES, ids=_MEASURED),
    row("payment-agree", *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    row("payment-move", *AGREES, ids=_MEASURED | {"payment_id": "ready_payment_id"}, fixed={"verb": "refuse"}),
    row("payment-pay", *AGREES, ids=_MEASURED | {"payment_id": "ready_payment_id"}),
)

_AGREEMENT = "/api/v1/agreements/<agreement_id>"
_MEASURES = f"{_AGREEMENT}/measures"
_MEASURE = f"{_MEASURES}/<measure_id>"
_REPORT = f"{_MEASURE}/reports/<report_id>"
_PUT_IN = f"{_AGREEMENT}/contributions"
_PARTNER = "/api/v1/performance/partners/<partner_id>"
_GIVEN = {"giver": "PARTY", "kind": "ROOMS", "basis": "GIVEN", "first_on": "2026-01-05", "quantity": "1", "measured": "DAYS"}
_PAYMENTS = f"{_AGREEMENT}/payments"
_PAYMENT = f"{_PAYMENTS}/<payment_id>"
_MEASURE_WORDS: dict[str, object] = {"rba": "HOW_MUCH", "name": "Words", "includes": "Words"}
PERFORMANCE_OPERATIONS: tuple[Row, ...] = (
    operation(f"GET {_MEASURES}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(
        f"POST {_MEASURES}", *AGREES, ids=_MEASURED, body={**_MEASURE_WORDS, "includes": " ", "party_id": "measured_party"}, ok=(422,)
    ),
    operation(f"GET {_MEASURE}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(f"PUT {_MEASURE}", *AGREES, ids=_MEASURED, body=_MEASURE_WORDS, ok=(412,)),
    operation(f"POST {_MEASURE}/close", *AGREES, ids=_MEASURED, body={"reason": "Words"}, ok=(412,)),
    operation(f"GET {_MEASURE}/periods", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    # No period begins then.
    operation(
        f"POST {_MEASURE}/reports", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED, body={"first_on": "2000-01-01", "value": "1"}, ok=(404,)
    ),
    operation(f"GET {_REPORT}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(f"PUT {_REPORT}", STAFF, *AGREES, ids=_MEASURED, body={"value": "1"}, ok=(412,)),
    operation(f"POST {_REPORT}/stand/<verb>", *AGREES, ids=_MEASURED, fixed={"verb": "return"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"GET {_PUT_IN}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(f"GET {_PUT_IN}/sums", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(f"POST {_PUT_IN}", STAFF, *AGREES, ids=_MEASURED, body={**_GIVEN, "what": " ", "party_id": "measured_party"}, ok=(422,)),
    operation(f"GET {_PUT_IN}/<contribution_id>", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(
        f"POST {_PUT_IN}/<contribution_id>/stand/<verb>",
        STAFF,
        *LOOKS_AT_AGREEMENTS,
        ids=_MEASURED,
        fixed={"verb": "confirm"},
        body={},
        ok=(412,),
    ),
    operation(f"GET {_PARTNER}/contributions", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"GET {_PARTNER}/contributions/sums", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"GET {_PARTNER}/funder-reports", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"POST {_PARTNER}/funder-reports", STAFF, *AGREES, body={"first_on": "2026-02-01", "last_on": "2026-01-01"}, ok=(422,)),
    operation(f"GET {_PARTNER}/funder-reports/<funder_report_id>", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(f"GET {_PARTNER}/reciprocity", STAFF, *LOOKS_AT_AGREEMENTS),
    operation("GET /api/v1/performance/partners", *LOOKS_AT_AGREEMENTS),
    operation(f"GET {_PAYMENTS}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(
        f"POST {_PAYMENTS}",
        *AGREES,
        ids=_MEASURED,
        body={"party_id": "measured_party", "name": " ", "amount": "1", "due_on": "2031-01-01"},
        ok=(422,),
    ),
    operation(f"GET {_PAYMENT}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED),
    operation(f"POST {_PAYMENT}/evidence", STAFF, *LOOKS_AT_AGREEMENTS, ids=_MEASURED, body={"evidence": "Words"}, ok=(412,)),
    operation(f"POST {_PAYMENT}/agree", *LOOKS_AT_AGREEMENTS, ids=_MEASURED, body={}, ok=(412,)),
    operation(f"POST {_PAYMENT}/stand/<verb>", *AGREES, ids=_MEASURED, fixed={"verb": "refuse"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"POST {_PAYMENT}/paid", *AGREES, ids=_MEASURED, body={"reference": "Words"}, ok=(412,)),
    operation("GET /api/v1/reports", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    operation("GET /api/v1/contributions", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    operation("GET /api/v1/payments", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    operation("GET /api/v1/reports/due", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
)
