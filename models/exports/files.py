"""A file that leaves the desk: whole or not at all, and never before the journal has kept it."""

import errno
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from models.rules.refusal import Refusal
from models.store.drafts import Draft
from models.store.engine import Actor, Store
from models.store.register import perform
from models.words import Words


def checked(path: Path, endings: Sequence[str], refusal: str, overwrite: bool) -> Path:
    """The place of a file to be; says what is wrong with it before anything is read for it.

    Args:
        refusal: the sentence for another ending than these.
    """
    place = path.expanduser().absolute()
    if place.suffix.casefold() not in endings:
        raise Refusal(refusal, file=place.name)
    if not place.parent.is_dir():
        raise _unwritable(place, errno.ENOENT)
    if place.is_dir():
        raise _unwritable(place, errno.EISDIR)
    if not overwrite and os.path.lexists(place):
        raise Refusal("refuse.exports.exists", file=place.name)
    if not os.access(place.parent, os.W_OK):
        raise _unwritable(place, errno.EACCES)
    return place


def hand_out(
    store: Store,
    actor: Actor,
    place: Path,
    write: Callable[[Path], object],
    verb: str,
    draft: Draft,
    why: str,
) -> None:
    """Writes a file, keeps in the journal that it was written, and only then gives it its name."""
    scratch = place.with_name(f".{secrets.token_hex(8)}{place.suffix}")
    try:
        write(scratch)
        perform(store, actor, verb, draft, why=why or None)
        try:
            os.replace(scratch, place)
        except OSError as error:
            raise _unwritable(place, error.errno) from None
    finally:
        scratch.unlink(missing_ok=True)


def in_documents(store: Store, words: Words, title: str, suffix: str) -> Path:
    """A telling name in the user's own documents that no file has yet."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    folder = documents if documents.is_dir() else Path.home()
    now = store.clock.local(store.clock.now())
    stem = f"{words('app.name')}-{title.replace(' ', '-')}-{now:%Y%m%d-%H%M%S}"
    place, number = folder / f"{stem}{suffix}", 2
    while os.path.lexists(place):
        place, number = folder / f"{stem}-{number}{suffix}", number + 1
    return place


def _unwritable(place: Path, number: int | None) -> Refusal:
    why = os.strerror(number) if number is not None else ""
    return Refusal("refuse.sheets.unwritable", file=str(place), why=why)
