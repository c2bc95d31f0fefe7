"""Which layout a directory has, and reading it: the one door of this package."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from throughcare.services.readers import flat, florida, hsds11, mapping, santa_barbara
from throughcare.services.readers.sources import CannotRead
from throughcare.services.rows import Directory

MAPPINGS = Path(__file__).parent.parent / "mappings"
AUTO = "auto"


class _FolderReader(NamedTuple):
    matches: Callable[[Path], bool]
    read: Callable[[Path], Directory]


_FOLDERS = {  # the narrower layout is tried first
    santa_barbara.NAME: _FolderReader(santa_barbara.matches, santa_barbara.read),
    florida.NAME: _FolderReader(florida.matches, florida.read),
    hsds11.NAME: _FolderReader(hsds11.matches, hsds11.read),
}


def names() -> list[str]:
    """The layouts `read` knows by name; the path of a mapping file is one too."""
    return [AUTO, *_FOLDERS, *sorted(path.stem for path in MAPPINGS.glob("*.toml"))]


def read(path: Path | str, layout: str = AUTO) -> Directory:
    """Read a directory of services: a folder or a file, in a layout named, found, or described by a mapping file.

    Raises CannotRead with a sentence when nothing can be read. Rows that can't be taken are in `rejected`.
    """
    path = Path(path)
    if not path.exists():
        raise CannotRead(f"There is no file or folder {path}. Check the path.")
    try:
        return _read(path, layout)
    except OSError as error:
        name = Path(error.filename).name if error.filename else path.name
        raise CannotRead(f"{name} can't be read: {error.strerror}. Check that you may read it.") from None


def _read(path: Path, layout: str) -> Directory:
    if layout == AUTO:
        return _find(path)
    if layout in _FOLDERS:
        if not path.is_dir():
            raise CannotRead(f"{path.name} is a file, and the layout {layout} is a folder of files. Name the folder.")
        return _FOLDERS[layout].read(path)
    if layout.endswith(".toml"):
        return flat.read(path, mapping.load(Path(layout)))
    if layout in names():
        return flat.read(path, mapping.load(MAPPINGS / f"{layout}.toml"))
    raise CannotRead(f"There is no layout called {layout}. Use one of {', '.join(names())}, or the path of a mapping file (.toml).")


def _find(path: Path) -> Directory:
    if path.is_dir():
        for reader in _FOLDERS.values():
            if reader.matches(path):
                return reader.read(path)
    for file in sorted(MAPPINGS.glob("*.toml")):
        found = mapping.load(file)
        if flat.matches(path, found):
            return flat.read(path, found)
    known = ", ".join(name for name in names() if name != AUTO)
    raise CannotRead(
        f"{path.name} isn't in a layout that is known ({known}). Describe it in a mapping file and name that with --as; "
        "docs/import-services.md shows how."
    )
