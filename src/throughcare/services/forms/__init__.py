"""What people type and send about services, made into what actions and queries take."""

from throughcare.services.forms.directory import DirectoryForm
from throughcare.services.forms.standing import CapacityForm, ConfidentialForm, PillarForm, StatusForm, VersionForm
from throughcare.services.forms.upload import UploadForm, directory_in, source_name

__all__ = [
    "CapacityForm",
    "ConfidentialForm",
    "DirectoryForm",
    "PillarForm",
    "StatusForm",
    "UploadForm",
    "VersionForm",
    "directory_in",
    "source_name",
]
