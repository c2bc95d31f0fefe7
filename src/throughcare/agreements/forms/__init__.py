"""What people type about agreements."""

from throughcare.agreements.forms.agreements import (
    AddForm,
    AskForm,
    CoverageForm,
    DecideForm,
    DetailsForm,
    FilterForm,
    KeepingForm,
    OfAgreement,
    PartyForm,
    PlainForm,
    ReasonForm,
    RenewForm,
    SignForm,
    TermForm,
)
from throughcare.agreements.forms.amendments import AmendmentForm, AmendmentReasonForm, AmendmentSignForm, OfAmendment
from throughcare.agreements.forms.importing import GrantsForm
from throughcare.agreements.forms.light import HolderSignForm, HolderWordForm, LightChangeForm, LightForm
from throughcare.agreements.forms.obligations import DisputeForm, JudgeForm, JudgeWhyForm, ObligationForm, OfObligation, SayForm
from throughcare.agreements.forms.watching import MeetingForm, RiskForm, RiskReasonForm

__all__ = [
    "AddForm",
    "AmendmentForm",
    "AmendmentReasonForm",
    "AmendmentSignForm",
    "AskForm",
    "CoverageForm",
    "DecideForm",
    "DetailsForm",
    "DisputeForm",
    "FilterForm",
    "GrantsForm",
    "HolderSignForm",
    "HolderWordForm",
    "JudgeForm",
    "JudgeWhyForm",
    "KeepingForm",
    "LightChangeForm",
    "LightForm",
    "MeetingForm",
    "ObligationForm",
    "OfAgreement",
    "OfAmendment",
    "OfObligation",
    "PartyForm",
    "PlainForm",
    "ReasonForm",
    "RenewForm",
    "RiskForm",
    "RiskReasonForm",
    "SayForm",
    "SignForm",
    "TermForm",
]
