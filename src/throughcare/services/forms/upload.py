"""A directory sent through the browser: one file, unpacked within limits, read as the command reads it."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughcare.common.fields import required_message
from throughcare.common.refusals import Invalid
from throughcare.services.models import Upload
from throughcare.services.readers import Directory, names, read
from throughcare.services.readers.sources import CannotRead

MOST_BYTES = 20 << 20  # of the file sent; a larger directory comes in by the command
MOST_UNPACKED = 200 << 20
MOST_RATIO = 100  # a text file packs 10 to 1; what packs 100 to 1 is made to do harm
MOST_FILES = 200
_KINDS = (".csv", ".json", ".xml")
_WRONG_KIND = "Choose a zip, CSV, JSON or XML file"
_PIECE = 1 << 16
_LONGEST = 50  # characters of a file's name, however many bytes each takes

# Folder names that say nothing about whose directory it is.
_SAYS_NOTHING = {"output", "out", "data", "csv", "export", "json", "files", "directory", "services", "latest", "."}


def source_name(path: Path) -> str:
    """What to call a directory that was given no name: its folder's or file's, or the nearest above that says something."""
    path = path.resolve()
    first = path.stem if path.is_file() else path.name
    names = [first, *(parent.name for parent in path.parents)]
    return next((name for name in names if name and name.casefold() not in _SAYS_NOTHING), first)[:200]


class UploadForm(forms.Form):
    """The file, and what to call the directory."""

    file = forms.FileField(
        label="File",
        help_text="A zip of CSV, JSON or XML files, or one of them, up to 20 MB.",
        error_messages=required_message("Choose a file: a zip, CSV, JSON or XML") | {"empty": "The file is empty. Choose another."},
    )
    source = forms.CharField(
        label="What to call this directory",
        required=False,
        max_length=200,
        help_text="Use the same name every time, so that its services are found again. Left empty, the name of the file is used.",
    )
    layout = forms.ChoiceField(label="Layout", choices=[(name, "Find it for me" if name == "auto" else name) for name in names()])

    def clean_file(self) -> Any:
        """Of a kind and size that is taken."""
        file = self.cleaned_data["file"]
        if not str(file.name).lower().endswith((".zip", *_KINDS)):
            raise ValidationError(_WRONG_KIND)
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError("The file is larger than 20 MB. Ask your administrator to bring it in by command")
        return file

    def clean(self) -> dict[str, object]:
        """The file can be read as a directory."""
        cleaned = super().clean() or {}
        if file := cleaned.get("file"):
            cleaned["content"] = file.read()
            cleaned["source"] = upload_source(str(file.name), str(cleaned.get("source") or ""))
            try:
                directory_in(str(file.name), cleaned["content"], str(cleaned.get("layout") or "auto"))
            except CannotRead as problem:
                self.add_error("file", str(problem))
        return cleaned


def check_upload(name: str, content: bytes, layout: str) -> None:
    """That it can be read as a directory. Raises Invalid, CannotRead."""
    if layout not in names():
        raise Invalid("Choose a layout.", {"layout": [f"Use one of: {', '.join(names())}."]})
    if not name.lower().endswith((".zip", *_KINDS)):
        raise Invalid(_WRONG_KIND, {"name": [_WRONG_KIND]})
    if not content:
        raise Invalid("The file is empty.", {"content": ["Send a file that is not empty."]})
    directory_in(name, content, layout)


def upload_source(name: str, source: str) -> str:
    """What the directory is called: by default as its file."""
    return source or PurePosixPath(name).stem[:200]


def read_upload(upload: Upload) -> Directory:
    """The directory of a file that was sent. Raises CannotRead."""
    return directory_in(upload.name, bytes(upload.content), upload.layout)


def directory_in(name: str, content: bytes, layout: str) -> Directory:
    """Read a directory from the bytes of a file. Raises CannotRead with a sentence."""
    with _unpacked(name, content) as path:
        return read(path, layout)


@contextmanager
def _unpacked(name: str, content: bytes) -> Iterator[Path]:
    """The file, or the folder a zip holds, in a folder of its own that goes away again."""
    with tempfile.TemporaryDirectory(prefix="throughcare-upload-") as folder:
        root = Path(folder)
        if name.lower().endswith(".zip"):
            _unzip(content, root)
            yield root
        else:
            given = PurePosixPath(name.replace("\\", "/"))
            path = root / f"{given.stem[:_LONGEST]}{given.suffix}"
            path.write_bytes(content)
            yield path


def _unzip(content: bytes, root: Path) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
            _check(entries)
            left = min(MOST_UNPACKED, max(len(content), 1) * MOST_RATIO)
            for entry in entries:
                left = _extract(archive, entry, root, left)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as odd:
        raise CannotRead("The zip file can't be opened: it is damaged, or packed in a way that is not known. Pack it again.") from odd


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Files a directory is made of; folders, and what a Mac adds, are passed over."""
    return not entry.is_dir() and not entry.filename.startswith("__MACOSX/") and not PurePosixPath(entry.filename).name.startswith(".")


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = [PurePosixPath(entry.filename).name for entry in entries]
    if not entries:
        raise CannotRead("The zip file holds no file. Pack the CSV, JSON or XML files of the directory.")
    if len(entries) > MOST_FILES:
        raise CannotRead(f"The zip file holds {len(entries):,} files; the most is {MOST_FILES}. Pack only the files of the directory.")
    if odd := next((name for name in names if not name.lower().endswith(_KINDS)), None):
        raise CannotRead(f"The zip file holds {odd[:60]}. Pack only CSV, JSON and XML files.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CannotRead(f"The zip file holds {twice[:60]} twice, in two folders. Pack the files of one directory.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead("The zip file has a password. Pack it again without one.")


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, root: Path, left: int) -> int:
    """Write one file, by its own name alone, and return how many bytes may still come: what the zip says of its sizes is not believed."""
    with archive.open(entry) as packed, (root / PurePosixPath(entry.filename).name).open("wb") as plain:
        while piece := packed.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise CannotRead("The zip file grows too large when it is unpacked. Bring in a directory of this size by command.")
            plain.write(piece)
    return left
