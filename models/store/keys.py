"""The key of an encrypted file, wrapped by every passphrase that opens it and by a printed code.

The key is chance and never changes; whoever changes a passphrase wraps it anew. What is wrapped
lies in a small file beside the database and beside its copies: without a passphrase or the code it
is of no use to anybody. Argon2id makes each guess take time and memory.
"""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.rules.codes import SIGNS
from models.rules.proof import typed
from models.rules.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

ROUNDS, KIBIBYTES, LANES = 3, 64 * 1024, 1
"""About 150 ms: it is asked once a day, and whoever stole a disk may guess as long as he likes."""

CODE = "code"
"""What stands in the place of an account at the wrap that the recovery code opens."""
_GROUPS, _SIGNS_EACH = 6, 4
"""Twenty-four signs of 31: about 118 bits, which nobody guesses."""

_PLAIN = b"SQLite format 3\0"
"""How a file begins that is not encrypted."""

_FORMAT = 1
_KEY_BYTES, _SALT_BYTES, _NONCE_BYTES = 32, 16, 12


def new_key() -> str:
    """A key drawn by chance, as hexadecimal digits."""
    return secrets.token_hex(_KEY_BYTES)


def new_code() -> str:
    """A recovery code to be printed: groups of signs that are not mistaken for each other."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(_SIGNS_EACH)) for _ in range(_GROUPS))
    return "-".join(groups)


@dataclass(frozen=True, slots=True)
class Opened:
    """A key that was unwrapped."""

    key: str = field(repr=False)
    account_id: int | None
    """Whose passphrase it was; None for the recovery code."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The file in which a key lies wrapped."""

    path: Path

    @classmethod
    def beside(cls, database: Path) -> "Ring":
        """The ring of a database file, or of a copy of one, whether or not there is one."""
        own = database.with_suffix(".keys")
        # A copy bears the name of its database and a moment; one ring opens all copies.
        fitting = [
            path for path in database.parent.glob("*.keys") if database.name.startswith(path.stem)
        ]
        return cls(
            own if own.exists() or not fitting else max(fitting, key=lambda path: len(path.stem))
        )

    def seals(self, database: Path) -> bool:
        """Whether a file is encrypted, and this is its ring."""
        if not self.path.is_file():
            return False
        try:
            with database.open("rb") as file:
                return file.read(len(_PLAIN)) not in (_PLAIN, b"")
        except OSError:
            return False

    def exists(self) -> bool:
        """Whether there is anything in it."""
        return self.path.is_file()

    def open(self, secret: str) -> "Opened":
        """The key, for whom a passphrase or the recovery code opens it.

        Whose it is nobody is asked: every wrap is tried, a tenth of a second each.

        Raises:
            Refusal: when it opens nothing, or the ring cannot be read.
        """
        for wrap in self._read():
            key = _unwrapped(wrap, _code(secret) if wrap["who"] == CODE else typed(secret))
            if key is not None:
                return Opened(key, None if wrap["who"] == CODE else int(wrap["who"]))
        raise Refusal("refuse.keys.wrong")

    def add(self, key: str, account_id: int, secret: str) -> None:
        """Wraps the key by one more passphrase; those there are open it too."""
        self._write([*self._read(), _wrapped(key, str(account_id), typed(secret))])

    def add_code(self, key: str, code: str) -> None:
        """Wraps the key by the recovery code; an older one opens it no more."""
        others = [wrap for wrap in self._read() if wrap["who"] != CODE]
        self._write([*others, _wrapped(key, CODE, _code(code))])

    def only(self, account_id: int, secret: str) -> None:
        """Throws away what other passphrases of an account would still open."""
        wraps = self._read()
        kept = [
            wrap
            for wrap in wraps
            if wrap["who"] != str(account_id) or _unwrapped(wrap, typed(secret)) is not None
        ]
        if len(kept) != len(wraps):
            self._write(kept)

    def drop(self, account_id: int) -> None:
        """Whatever was a passphrase of an account opens the key no more."""
        self._write([wrap for wrap in self._read() if wrap["who"] != str(account_id)])

    def copy_to(self, folder: Path) -> None:
        """Lays the ring beside copies of the database, which the same key opens."""
        if folder != self.path.parent:
            Ring(folder / self.path.name)._write(self._read())

    def accounts(self) -> frozenset[int]:
        """The accounts whose passphrase opens it."""
        return frozenset(int(wrap["who"]) for wrap in self._read() if wrap["who"] != CODE)

    def _read(self) -> list[dict[str, Any]]:
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            if told["format"] != _FORMAT:
                raise Refusal("refuse.keys.unreadable", path=str(self.path))
            return [dict(wrap) for wrap in told["wraps"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError):
            raise Refusal("refuse.keys.unreadable", path=str(self.path)) from None

    def _write(self, wraps: Iterable[dict[str, Any]]) -> None:
        write_private(self.path, json.dumps({"format": _FORMAT, "wraps": list(wraps)}))


def write_private(path: Path, text: str) -> None:
    """Writes a file whole or not at all, which nobody but its owner may read.

    Raises:
        Refusal: when it cannot be written.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise Refusal("refuse.keys.not_written", path=str(path)) from None


def read_key(path: Path) -> str:
    """The key in a key file, for what runs without a person.

    Raises:
        Refusal: when it is not there, others may read it, or it holds no key.
    """
    try:
        with path.open(encoding="ascii") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise Refusal("refuse.keys.file_open", path=str(path))
            key = file.readline().strip().lower()
    except (OSError, UnicodeDecodeError):
        raise Refusal("refuse.keys.file", path=str(path)) from None
    if len(key) != 2 * _KEY_BYTES or set(key) - set("0123456789abcdef"):
        raise Refusal("refuse.keys.file", path=str(path))
    return key


def _code(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _wrapped(key: str, who: str, secret: str) -> dict[str, Any]:
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    cost = [ROUNDS, KIBIBYTES, LANES]
    sealed = _cipher(secret, salt, cost).encrypt(nonce, bytes.fromhex(key), who.encode())
    return {
        "who": who,
        "cost": cost,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "sealed": sealed.hex(),
    }


def _unwrapped(wrap: dict[str, Any], secret: str) -> str | None:
    from cryptography.exceptions import InvalidTag

    nonce, sealed = bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["sealed"])
    try:
        cipher = _cipher(secret, bytes.fromhex(wrap["salt"]), wrap["cost"])
        return cipher.decrypt(nonce, sealed, str(wrap["who"]).encode()).hex()
    except InvalidTag:
        return None


def _cipher(secret: str, salt: bytes, cost: list[int]) -> "ChaCha20Poly1305":
    try:
        from argon2.low_level import Type, hash_secret_raw
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    except ImportError:
        raise Refusal("refuse.keys.no_extra") from None
    rounds, kibibytes, lanes = cost
    stretched = hash_secret_raw(
        secret.encode(), salt, rounds, kibibytes, lanes, _KEY_BYTES, Type.ID
    )
    return ChaCha20Poly1305(stretched)
