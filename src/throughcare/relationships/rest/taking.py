"""Stock-takes for connected systems, all their operations on one router."""

from throughcare.relationships.rest import barriers, results, returns
from throughcare.relationships.rest.stocktakes import router

__all__ = ["barriers", "results", "returns", "router"]
