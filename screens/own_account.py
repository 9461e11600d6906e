"""What the settings room shows of accounts: my passphrase, my number, and who can log in at all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screens.kit.dialogs import Chooser, Option
from screens.kit.draw import Draw

if TYPE_CHECKING:
    from models.accounts import AccountLine
    from models.store.engine import Reading
    from screens.kit.room import Room

PASSPHRASE, PIN, EVERYBODY = "passphrase", "pin", "accounts"


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """How the account of whoever looks stands."""

    required: bool
    """Whether the branch has accounts at all."""
    mine: bool
    pin: bool
    everybody: "tuple[AccountLine, ...]"
    """Every account, for the secretary."""


def own_account(session: "Reading") -> OwnAccount:
    """The account of whoever looks; the secretary sees who else has one."""
    from models.accounts import accounts, proof_of, required
    from models.store.actor import SECRETARY

    proof = proof_of(session, session.viewer)
    leads = session.viewer.role in SECRETARY
    return OwnAccount(
        required=required(session),
        mine=proof is not None,
        pin=proof is not None and proof.pin,
        everybody=accounts(session) if leads else (),
    )


def lines(own: OwnAccount, draw: Draw) -> list[tuple[str, str, str, str]]:
    """Key, label, value and a word on it, a line each."""
    words = draw.words
    if not own.required:
        state = "settings.passphrase.nobody"
    else:
        state = "settings.passphrase.set" if own.mine else "settings.passphrase.none"
    passphrase, told = words("settings.passphrase"), words("settings.passphrase.told")
    found = [(PASSPHRASE, passphrase, words(state), told)]
    if own.mine:
        value = words("settings.pin.set" if own.pin else "settings.pin.none")
        found.append((PIN, words("settings.pin"), value, words("settings.pin.told")))
    if own.everybody:
        n = words("settings.accounts.n", n=len(own.everybody))
        found.append((EVERYBODY, words("settings.accounts"), n, words("settings.accounts.told")))
    return found


async def see_to(room: "Room", own: OwnAccount, name: str) -> None:
    """Does what a line is for."""
    if name == PASSPHRASE:
        verb = "accounts.change_passphrase" if own.required else "accounts.begin"
        room.verbs.do(verb, ())
    elif name == PIN:
        room.verbs.do("accounts.set_pin", ())
    else:
        await _see_everybody(room, own)


async def _see_everybody(room: "Room", own: OwnAccount) -> None:
    words = room.desk.words
    options = [
        Option(
            line.key,
            line.name,
            "  ".join(filter(None, (line.handle, words.of(line.role), words.of(line.state)))),
        )
        for line in own.everybody
    ]
    new = Option("board", words("accounts.add_board"), words("settings.accounts.board"))
    window = Chooser(room.desk, words("settings.accounts"), [*options, new])
    chosen = await room.app.push_screen_wait(window)
    if chosen == "board":
        room.verbs.do("accounts.add_board", ())
    elif chosen:
        room.verbs.open_record(chosen)
