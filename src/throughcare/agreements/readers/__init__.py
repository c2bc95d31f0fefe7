"""Files of grants, turned into plain rows."""

from throughcare.agreements.readers.grants import MOST_GRANTS, read_grants

__all__ = ["MOST_GRANTS", "read_grants"]
