"""What people type about services, made into what actions and queries take."""

from pathlib import Path

# Folder names that say nothing about whose directory it is.
_SAYS_NOTHING = {"output", "out", "data", "csv", "export", "json", "files", "directory", "services", "latest", "."}


def source_name(path: Path) -> str:
    """What to call a directory that was given no name: its folder's or file's, or the nearest above that says something."""
    path = path.resolve()
    first = path.stem if path.is_file() else path.name
    names = [first, *(parent.name for parent in path.parents)]
    return next((name for name in names if name and name.casefold() not in _SAYS_NOTHING), first)[:200]
