"""Measures of agreements, reports of them, and what is paid."""

from throughcare.performance.models.measure import Measure
from throughcare.performance.models.payment import Payment
from throughcare.performance.models.report import Report

__all__ = ["Measure", "Payment", "Report"]
