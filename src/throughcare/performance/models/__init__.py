"""Measures of agreements, and reports of them."""

from throughcare.performance.models.measure import Measure
from throughcare.performance.models.report import Report

__all__ = ["Measure", "Report"]
