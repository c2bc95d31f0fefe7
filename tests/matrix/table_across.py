"""Who may open what is said across partners: the network, what is missing, and reports of both sides. As `table.py` says it of everything else."""

from tests.matrix.rows import STAFF, Row, operation, row

EDITOR = "partnership_manager"
_PAST = {"wave_id": "past_wave"}


def across(*register: str) -> tuple[Row, ...]:
    """Pages. register: who looks at partners; a partner's own people see its own ties."""
    return (
        row("gaps", *register),
        row("gaps-export", *register),
        row("figures-load", EDITOR),
        row("network", *register),
        row("network-organizations", *register),
        row("network-ties", *register),
        row("network-export", *register, fixed={"kind": "ties"}),
        row("partner-network", STAFF, *register),
        row("agreed", STAFF, *register),
        row("assessment-report", STAFF, *register, ids=_PAST),
        row("assessment-remind", EDITOR, ids=_PAST, post=(409,)),
    )


def across_operations(*register: str) -> tuple[Row, ...]:
    """The same over REST."""
    return (
        operation("GET /api/v1/gaps", *register),
        operation("PUT /api/v1/gaps/figures", EDITOR, body={"csv": "x"}, ok=(422,)),  # no column is named
        *(operation(f"GET /api/v1/network/{part}", *register) for part in ("measures", "organizations", "ties")),
        operation("GET /api/v1/network/organizations/<partner_id>/ties", STAFF, *register),
        operation("GET /api/v1/stocktakes/<stock_take_id>/report", *register),
        operation("GET /api/v1/assessments/<wave_id>/report", STAFF, *register, ids=_PAST),
        operation("POST /api/v1/assessments/<wave_id>/remind", EDITOR, ids=_PAST, ok=(409,)),
    )
