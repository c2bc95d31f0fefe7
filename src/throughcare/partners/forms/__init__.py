"""What people type and send about partners, made into what actions and queries take."""

from throughcare.partners.forms.beside import AccreditationForm, EndAccreditationForm, EndPartnerContactForm, PartnerContactForm
from throughcare.partners.forms.campaigns import CampaignAnswerForm, CampaignForm, CampaignReopenForm, CampaignsForm
from throughcare.partners.forms.changes import (
    AnswerForm,
    AskAccreditationForm,
    AskForm,
    AskLeadForm,
    AskNameForm,
    AskNumbersForm,
    AskReachForm,
    AskRolesForm,
    ChangesForm,
    OwnWordsForm,
    RefuseForm,
)
from throughcare.partners.forms.duplicates import KeepTwoForm
from throughcare.partners.forms.interactions import InteractionForm, InteractionsForm, WithdrawInteractionForm
from throughcare.partners.forms.merging import MergeForm, SeenForm, TakeApartForm, WithForm
from throughcare.partners.forms.parts import (
    DetailsForm,
    InTouchForm,
    NumbersForm,
    OwnerForm,
    PartForm,
    ReachForm,
    RolesForm,
    SafeguardingForm,
)
from throughcare.partners.forms.register import AddForm, MoveForm, RegisterForm
from throughcare.partners.forms.tikanga import TikangaForm, WithdrawForm
from throughcare.partners.forms.whenua import EndWhenuaForm, WhenuaForm

__all__ = [
    "AccreditationForm",
    "AddForm",
    "AnswerForm",
    "AskAccreditationForm",
    "AskForm",
    "AskLeadForm",
    "AskNameForm",
    "AskNumbersForm",
    "AskReachForm",
    "AskRolesForm",
    "CampaignAnswerForm",
    "CampaignForm",
    "CampaignReopenForm",
    "CampaignsForm",
    "ChangesForm",
    "DetailsForm",
    "EndAccreditationForm",
    "EndPartnerContactForm",
    "EndWhenuaForm",
    "InTouchForm",
    "InteractionForm",
    "InteractionsForm",
    "KeepTwoForm",
    "MergeForm",
    "MoveForm",
    "NumbersForm",
    "OwnWordsForm",
    "OwnerForm",
    "PartForm",
    "PartnerContactForm",
    "ReachForm",
    "RefuseForm",
    "RegisterForm",
    "RolesForm",
    "SafeguardingForm",
    "SeenForm",
    "TakeApartForm",
    "TikangaForm",
    "WhenuaForm",
    "WithForm",
    "WithdrawForm",
    "WithdrawInteractionForm",
]
