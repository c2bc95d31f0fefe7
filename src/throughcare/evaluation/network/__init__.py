"""Who is tied to whom, as a graph; what may be said of the whole of it; and where each node stands on a map."""

from throughcare.evaluation.network.graph import Graph
from throughcare.evaluation.network.layout import Place, layout
from throughcare.evaluation.network.measures import Measures, measured

__all__ = ["Graph", "Measures", "Place", "layout", "measured"]
