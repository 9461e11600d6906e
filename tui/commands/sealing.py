"""`quanan encrypt` and `quanan decrypt`: the secretary's, with nobody else at the database."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands import proof
from tui.commands.call import DONE, Call, Misuse, file_named

if TYPE_CHECKING:
    from models.store.database import Database
    from models.store.sqlite import SqliteFile


def encrypt(call: Call) -> int:
    """Encrypts the file; its key is wrapped by the secretary's passphrase and by a printed code."""
    from models.store.driver import driver_for
    from models.store.keys import new_code, new_key, write_private

    place = _file(call)
    if place.key:
        raise Refusal("refuse.keys.already", path=place.name)
    driver_for(new_key())  # says so now, if the extra is not there
    asked = getattr(call.arguments, "key_file", None)
    account_id, secret, others = _secretary(call)
    code, key = new_code(), _known(place, secret) or new_key()
    kept = _kept(call, place, "before-encrypt")
    # The ring first: at no moment is there a file that nobody can open.
    place.ring.add(key, account_id, secret)
    place.ring.add_code(key, code)
    _convert(place, key)
    place.ring.only(account_id, secret)
    call.unlocked.key, call.unlocked.secret, call.unlocked.account_id = key, secret, account_id
    words = call.words
    if asked:
        write_private(file_named(asked).absolute(), f"{key}\n")
        call.print(words("cli.keys.file_written", path=str(file_named(asked).absolute())))
    call.print(words("cli.keys.encrypted", path=place.name))
    call.print(words("cli.keys.code"))
    call.print(f"    {code}")
    if others:
        call.print(words("cli.keys.others", n=len(others), names=words.listed(others)))
    call.print(words("cli.keys.plain_copies", path=str(kept.parent)))
    return DONE


def encrypt_new(call: Call, name: str, secret: str) -> None:
    """Encrypts the branch that was set up a moment ago, and waits until the code is written down.

    Args:
        name: the secretary's, who chose it.
        secret: his or her passphrase.
    """
    from models.accounts import find_account

    with call.store() as store:
        call.unlocked.account_id, call.unlocked.secret = find_account(store, name), secret
    encrypt(call)
    sys.stderr.write(call.words("cli.keys.written_down") + " ")
    sys.stderr.flush()
    sys.stdin.readline()


def decrypt(call: Call) -> int:
    """Writes the file as it was before it was encrypted."""
    place = _file(call)
    if not place.key:
        raise Refusal("refuse.keys.not_sealed", path=place.name)
    _secretary(call)
    kept = _kept(call, place, "before-decrypt")
    _convert(place, "")
    call.print(call.words("cli.keys.decrypted", path=place.name, copy=str(kept)))
    return DONE


def _file(call: Call) -> "SqliteFile":
    from models.store.sqlite import SqliteFile

    if not call.exists():
        raise Refusal("refuse.cli.no_database", path=call.url)
    found = call.database()
    if not isinstance(found, SqliteFile):
        raise Misuse("refuse.keys.server")
    return found


def _secretary(call: Call) -> tuple[int, str, list[str]]:
    """The account and the passphrase of the secretary who asks, and who else has an account.

    Raises:
        Refusal: when it is not the secretary, or nobody has an account.
    """
    from models.accounts import accounts, find_account, log_in
    from models.store.actor import SECRETARY
    from models.words import Key

    with call.store() as store:
        if not proof.needed(store):
            raise Refusal("refuse.keys.no_accounts")
        account_id, secret = call.unlocked.account_id, call.unlocked.secret
        if account_id is None:
            if not call.who:
                raise Refusal("refuse.cli.who")
            account_id = find_account(store, call.who)
            secret = proof.from_file() or proof.ask(call.words("cli.passphrase", name=call.who))
        actor = log_in(store, account_id, secret, origin="command").actor
        if actor.role not in SECRETARY:
            raise Refusal("refuse.role", verb=Key("cli.encrypt"), role=actor.role)
        with store.reading(actor) as session:
            others = [line.name for line in accounts(session) if line.name != actor.name]
    return account_id, secret, others


def _known(place: "SqliteFile", secret: str) -> str:
    """The key that the file had before it was decrypted: copies of that time need it."""
    if not place.ring.exists():
        return ""
    try:
        return place.ring.open(secret).key
    except Refusal:
        return ""


def _kept(call: Call, place: "Database", label: str) -> Path:
    from models.store.backup import backup
    from models.store.clock import Clock
    from tui.backups import backups_folder

    made = backup(place, backups_folder(), Clock(), label=label)
    call.print(call.words("cli.backup.done", path=str(made)))
    return made


def _convert(place: "SqliteFile", key: str) -> None:
    from models.sound import look_through
    from models.store.engine import Store
    from models.store.sealing import convert

    def check(made: "SqliteFile") -> None:
        store = Store.open(made)
        try:
            found = look_through(store)
        finally:
            store.close()
        if not found.sound:
            raise Refusal("refuse.backups.broken", path=made.name, n=len(found.faults))

    convert(place, key, check)
