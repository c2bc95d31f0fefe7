"""What people type and send about services, made into what actions and queries take."""

from throughcare.services.forms.directory import DirectoryForm
from throughcare.services.forms.requirement import LevelForm
from throughcare.services.forms.standing import CapacityForm, ConfidentialForm, PillarForm, StatusForm, VersionForm
from throughcare.services.forms.upload import UploadForm, check_upload, directory_in, read_upload, source_name, upload_source

__all__ = [
    "CapacityForm",
    "ConfidentialForm",
    "DirectoryForm",
    "LevelForm",
    "PillarForm",
    "StatusForm",
    "UploadForm",
    "VersionForm",
    "check_upload",
    "directory_in",
    "read_upload",
    "source_name",
    "upload_source",
]
