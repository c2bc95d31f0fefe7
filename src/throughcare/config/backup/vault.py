"""The file a backup is kept in: encrypted, and refused whole when one byte of it is missing or other than it was written.

    MARK, 16 bytes of salt, then chunks of 1 MiB, each AES-256-GCM

The key comes from the passphrase and the salt by scrypt, so no two files share one. A chunk's nonce is its number and whether it is
the last: chunks that were moved, left out or cut off do not decrypt. Within, parts follow one another, each a name and its bytes.
"""

import os
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from throughcare.config.errors import ConfigError

MARK = b"THROUGHCARE BACKUP 1\n"
CHUNK = 1 << 20  # bytes of text in a chunk
_SALT, _TAG = 16, 16  # bytes
_COST = 1 << 17  # scrypt's n: 128 MB of memory and about half a second for each passphrase tried
_LENGTH = struct.Struct(">I")


class Spoilt(ConfigError):
    """The file is not what a backup wrote under this passphrase. `str()` is the sentence."""


class Writer:
    """Takes bytes, writes chunks. Only `close` makes the file whole."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(_SALT)
        self._file, self._head, self._number = file, MARK + salt, 0
        self._cipher, self._held = AESGCM(_key(passphrase, salt)), bytearray()
        file.write(self._head)

    def part(self, name: str, pieces: Iterable[bytes]) -> None:
        """One part, whole."""
        encoded = name.encode()
        self._take(_LENGTH.pack(len(encoded)) + encoded)
        for piece in pieces:
            for start in range(0, len(piece), CHUNK):
                cut = piece[start : start + CHUNK]
                self._take(_LENGTH.pack(len(cut)) + cut)
        self._take(_LENGTH.pack(0))

    def close(self) -> None:
        """The last chunk, marked as such; the file is on the disk afterwards."""
        self._put(bytes(self._held), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _take(self, piece: bytes) -> None:
        self._held += piece
        while len(self._held) > CHUNK:  # never the whole of it: there is always something left for the last chunk
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]

    def _put(self, text: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), text, self._head))
        self._number += 1


class Reader:
    """Gives back the parts in their order. Raises Spoilt at the first chunk that is not as it was written."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        head = file.read(len(MARK) + _SALT)
        if not head.startswith(MARK) or len(head) < len(MARK) + _SALT:
            raise Spoilt("This file is not a backup of Throughcare: name one that throughcare backup wrote.")
        self._head, self._file = head, file
        self._text = self._chunks(AESGCM(_key(passphrase, head[len(MARK) :])))
        self._held = b""

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """(name, pieces) of each part; pieces that were not taken are passed over."""
        while name := self._next_name():
            pieces = self._pieces()
            yield name, pieces
            for _ in pieces:
                pass

    def _next_name(self) -> str:
        if not self._held:
            self._held = next(self._text, b"")
        return self._read(_LENGTH.unpack(self._read(_LENGTH.size))[0]).decode() if self._held else ""

    def _pieces(self) -> Iterator[bytes]:
        while length := _LENGTH.unpack(self._read(_LENGTH.size))[0]:
            yield self._read(length)

    def _read(self, size: int) -> bytes:
        while len(self._held) < size:
            more = next(self._text, None)
            if more is None:
                raise Spoilt("The backup ends in the middle of a part: it was not written by this version of Throughcare.")
            self._held += more
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def _chunks(self, cipher: AESGCM) -> Iterator[bytes]:
        number, now = 0, self._file.read(CHUNK + _TAG)
        while True:
            following = self._file.read(CHUNK + _TAG)
            try:
                yield cipher.decrypt(_nonce(number, last=not following), now, self._head)
            except InvalidTag as error:
                raise Spoilt(_sentence(number)) from error
            if not following:
                return
            number, now = number + 1, following


@contextmanager
def written(path: Path, passphrase: str, proved: Callable[[Path], None]) -> Iterator[Writer]:
    """A new file at `path`, there whole or not at all; it never takes the place of another. `proved` reads it before it gets its name."""
    if path.exists():
        raise ConfigError(f"{path} exists already: name a new file, so that no backup is lost.")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            writer = Writer(file, passphrase)
            yield writer
            writer.close()
        proved(draft)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def check(path: Path, passphrase: str) -> dict[str, int]:
    """Read all of it; the bytes of each part by name. Raises Spoilt."""
    with path.open("rb") as file:
        return {name: sum(map(len, pieces)) for name, pieces in Reader(file, passphrase).parts()}


def _sentence(number: int) -> str:
    if number == 0:
        return "The backup can't be opened: it is damaged, or it was made with another passphrase (THROUGHCARE_BACKUP_KEY)."
    return f"The backup is damaged or cut off after {number} MB, so nothing of it is used: take another."


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


@lru_cache(maxsize=4)
def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
