"""Measures of agreements, reports of them, what is paid, what each side puts in, what small groups tell, and reports for funders."""

from throughcare.performance.models.contribution import Contribution
from throughcare.performance.models.funder import FunderReport
from throughcare.performance.models.light import LightReport
from throughcare.performance.models.measure import Measure
from throughcare.performance.models.payment import Payment
from throughcare.performance.models.report import Report

__all__ = [
    "Contribution",
    "FunderReport",
    "LightReport",
    "Measure",
    "Payment",
    "Report",
]
