"""How partnerships go, for connected systems. Answers of raters are given on a page alone: an access key is somebody's, an answer is nobody's."""

from throughcare.relationships.rest import asking, waves
from throughcare.relationships.rest.shapes import router

__all__ = ["asking", "router", "waves"]
