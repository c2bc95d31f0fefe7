"""Turns whatever went wrong on the command line into one sentence with something to do."""

import traceback
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError, OperationalError

from throughcare.common.refusals import Refused
from throughcare.config.errors import ConfigError

_NOT_MIGRATED = (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedFunction)


def sentence_of(error: BaseException) -> str:
    """One sentence. What it quotes was written by us or by the server, never a value from a record."""
    cause = (error.__cause__ if isinstance(error, DatabaseError) else None) or error
    match cause:
        case Refused() | ConfigError() | CommandError() | ImproperlyConfigured():
            return _whole(str(cause))
        case _ if isinstance(cause, _NOT_MIGRATED):
            return "The database is not up to date: run throughcare migrate, then try again."
        case psycopg.errors.InsufficientPrivilege():
            return "The database refused: this log-in may not do that. After an update, run throughcare migrate."
        case psycopg.OperationalError() | OperationalError():
            reason = _whole(str(cause).strip().splitlines()[0]) if str(cause).strip() else "no reason given."
            return f"The database does not answer: {reason} Check that it runs and that DATABASE_URL is right."
        case FileNotFoundError() | PermissionError() | IsADirectoryError() | NotADirectoryError():
            return f"{cause.filename or 'A file'}: {cause.strerror}. Check the path and try again."
    return (
        f"Throughcare met a fault it did not expect ({type(error).__name__} at {_place(error)}). "
        f"Set THROUGHCARE_DEBUG=on to see all of it, and tell whoever looks after this site."
    )


def _whole(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
