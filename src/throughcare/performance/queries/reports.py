"""What was reported of a measure."""

from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.common.refusals import NotFound
from throughcare.performance.models import Report
from throughcare.performance.queries.measures import get_measure


def get_report(by: Actor, agreement_id: UUID, measure_id: UUID, report_id: UUID) -> Report:
    """One, with its measure, for whoever reads the measure. Raises NotFound."""
    measure = get_measure(by, agreement_id, measure_id)
    found = Report.objects.filter(pk=report_id, measure=measure.pk).first()
    if found is None:
        raise NotFound
    found.measure = measure
    return found
