"""Measures of agreements, reports of them, what is paid, and what each side puts in."""

from throughcare.performance.models.contribution import Contribution
from throughcare.performance.models.measure import Measure
from throughcare.performance.models.payment import Payment
from throughcare.performance.models.report import Report

__all__ = ["Contribution", "Measure", "Payment", "Report"]
