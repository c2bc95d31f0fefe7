"""Who may open what is said across partners: the network, what is missing, and reports of both sides. As `table.py` says it of everything else."""

from tests.matrix.rows import STAFF, Row, everyone, operation, row

EDITOR = "partnership_manager"
_PAST = {"wave_id": "past_wave"}
_OF_PARTNERS = ("partner_worker", "partner_worker_2", "partner_manager", "other_partner_worker", "employer")
_PAST_SURVEY = {"survey_id": "past_survey"}
_BESIDE = {"organization_id": "asked_beside"}
_SURVEY = "/api/v1/network/surveys/<survey_id>"
_LATE = {"name": "x", "deadline": "2020-01-01"}


def _surveys() -> tuple[Row, ...]:
    """Kept by the keeper; answered by the people of whoever is asked, or by a link."""
    return (
        *(
            row(name, EDITOR)
            for name in ("network-surveys", "network-survey-add", "network-survey", "network-survey-change", "network-survey-ask")
        ),
        row("network-survey", EDITOR, ids=_PAST_SURVEY),
        row("network-survey-move", EDITOR, fixed={"verb": "close"}),
        row("network-surveyed-move", EDITOR, fixed={"verb": "resend"}),
        row("network-survey-remind", EDITOR, ids=_PAST_SURVEY, post=(409,)),
        row("network-survey-result", EDITOR, ids=_PAST_SURVEY),
        row("network-survey-result", EDITOR, ok=(409,)),  # open still
        row("network-survey-export", EDITOR, ids=_PAST_SURVEY),
        row("surveys-asked", *_OF_PARTNERS),
        row("survey-own", STAFF),
        row("survey-own-about", STAFF, ids=_BESIDE),
        # The link of a mail is its own right; one nobody made leads to a page that says so, or to nothing.
        everyone("survey-reply", fixed={"key": "nothing"}, nobody=(200,)),
        everyone("survey-reply-about", fixed={"key": "nothing"}, ids=_BESIDE, ok=(404,), nobody=(404,)),
    )


def _survey_operations() -> tuple[Row, ...]:
    return (
        operation("GET /api/v1/network/surveys", EDITOR),
        operation("POST /api/v1/network/surveys", EDITOR, body=_LATE, ok=(422,)),
        operation(f"GET {_SURVEY}", EDITOR),
        operation(f"PUT {_SURVEY}", EDITOR, body=_LATE | {"deadline": "2027-01-01"}, ok=(412, 422)),
        operation(f"POST {_SURVEY}/stand/<verb>", EDITOR, fixed={"verb": "close"}, body={}, ok=(412,)),
        operation(f"POST {_SURVEY}/organizations", EDITOR, body={"organization": " "}, ok=(422,)),
        operation(
            "POST /api/v1/network/surveys/organizations/<surveyed_id>/<verb>", EDITOR, fixed={"verb": "withdraw"}, body={}, ok=(409,)
        ),
        operation(f"POST {_SURVEY}/remind", EDITOR, ids=_PAST_SURVEY, body={}, ok=(409,)),
        operation(f"GET {_SURVEY}/result", EDITOR, ids=_PAST_SURVEY),
        operation(f"GET {_SURVEY}/ties", EDITOR, ids=_PAST_SURVEY),
    )


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
        row("assessments-hypothesis", *register),
        row("agreed", STAFF, *register),
        row("assessment-report", STAFF, *register, ids=_PAST),
        row("assessment-remind", EDITOR, ids=_PAST, post=(409,)),
        *_surveys(),
    )


def across_operations(*register: str) -> tuple[Row, ...]:
    """The same over REST."""
    return (
        operation("GET /api/v1/gaps", *register),
        operation("PUT /api/v1/gaps/figures", EDITOR, body={"csv": "x"}, ok=(422,)),  # no column is named
        *(operation(f"GET /api/v1/network/{part}", *register) for part in ("measures", "organizations", "ties")),
        operation("GET /api/v1/network/organizations/<partner_id>/ties", STAFF, *register),
        operation("GET /api/v1/stocktakes/<stock_take_id>/report", *register),
        operation("GET /api/v1/assessments/hypothesis", *register),
        operation("GET /api/v1/assessments/<wave_id>/report", STAFF, *register, ids=_PAST),
        operation("POST /api/v1/assessments/<wave_id>/remind", EDITOR, ids=_PAST, ok=(409,)),
        *_survey_operations(),
    )
