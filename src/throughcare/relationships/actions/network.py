"""The network taken out as a file. The audit says so."""

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.relationships.actions.exporting import Exported, csv_of
from throughcare.relationships.queries.network import NetworkFilters, network_of
from throughcare.relationships.queries.network_shown import NODE_EXPORT, TIE_EXPORT, graphml, node_lines, tie_lines

_CSV = "text/csv; charset=utf-8"
# What may be taken: the ending of its file, and its media type.
NETWORK_FILES = {"organisations": ("csv", _CSV), "ties": ("csv", _CSV), "graphml": ("graphml", "application/graphml+xml")}


@transaction.atomic
def export_network(*, by: Actor, filters: NetworkFilters, kind: str) -> Exported:
    """A key of NETWORK_FILES. Raises NotAllowed, and Invalid for a year out of reach."""
    found = network_of(by, filters)
    ending, media_type = NETWORK_FILES[kind]
    if kind == "graphml":
        rows, content = len(found.nodes) + len(found.ties), graphml(found).encode()
    else:
        head, lines = (TIE_EXPORT, tie_lines(found)) if kind == "ties" else (NODE_EXPORT, node_lines(found))
        rows, content = len(lines), csv_of(list(head), lines)
    record(by=by, verb="network.exported", detail={"what": kind, "rows": rows})
    name = f"network.{ending}" if kind == "graphml" else f"network-{kind}.{ending}"
    return Exported(name, media_type, content, rows)
