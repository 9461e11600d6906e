"""Opening the desk: on this machine's database, or on the demonstration compound."""

import datetime as dt
import gc
import os
import signal
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands.call import DONE, Call, Misuse, data_folder, need_terminal

if TYPE_CHECKING:
    from models.store.engine import Actor, Store
    from tui.commands.keys import Unlocked

DEMONSTRATION = "demonstration.db"
FRAMES = 240
"""Pictures a second at most. Textual waits one to two of them after each; with its own 60 a key
that follows somebody else's record would be answered 33 ms late. Nothing is drawn while nothing
changes, so a desk that rests does not notice."""

HUNG_UP = 128 + signal.SIGHUP
"""The result of a desk whose terminal is gone: nobody reads what would be said there."""

HAND_OVER = 0.0005
"""Seconds until the thread that reads lets another one go on. Python's own 5 ms would be waited
several times between a key and its answer while a record of somebody else is read."""

OLD = dt.timedelta(hours=12)
"""After so long a demonstration's own time has run far from the day it was built for."""


def desk(call: Call) -> int:
    """Opens the desk."""
    need_terminal("refuse.cli.terminal")
    keep_pace()
    from tui.app import DEMONSTRATION as ASKED

    code = _open(call, call.url)
    if code != ASKED:
        return code
    # The set-up was asked for the demonstration instead of a branch of one's own.
    asked = Namespace(**{**vars(call.arguments), "database": None, "actor": None})
    asked.at, asked.fresh, asked.build_only = None, False, False
    return demo(Call(asked, call.words))


def demo(call: Call) -> int:
    """Opens the demonstration compound, and builds it first where it is not there.

    Its database is its own: QUANAN_DATABASE, which names a real branch, is not asked.
    """
    path = Path((call.named or str(data_folder() / DEMONSTRATION)).removeprefix("sqlite:///"))
    path = path.expanduser().absolute()
    if not call.arguments.build_only:
        need_terminal("refuse.cli.terminal")
        keep_pace()
    at = _moment(call.arguments.at) if call.arguments.at else None
    if at is not None or call.arguments.fresh or not _usable(call, path):
        _build(call, path, at)
    if call.arguments.build_only:
        call.print(str(path))
        return DONE
    return _open(call, str(path))


def keep_pace() -> None:
    """Has keys answered first; before Textual is imported, which asks for its pace only then."""
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES))
    sys.setswitchinterval(HAND_OVER)


def _open(call: Call, url: str) -> int:
    # What is imported stays, so collecting among it is lost time; the app collects again as soon
    # as its store is open.
    gc.disable()
    from tui.app import SEALING, Quanan
    from tui.entrance import BOARD
    from tui.settings import Personal

    def open_store() -> "tuple[Store, Actor | None]":
        from models.store.ended import check_not_ended
        from models.store.engine import Store
        from tui.backups import backups_folder

        store = Store.open(call.database(url), backups=backups_folder())
        try:
            check_not_ended(store)
            return store, _who_acts(call, store)
        except Refusal:
            store.close()
            raise

    call.unlock(url)
    personal = Personal.of(call.who if call.by_key else None)
    if not personal.settings.marks_measured:
        from tui.width import draws_marks_wide

        wide = personal.settings.narrow_marks or draws_marks_wide()
        personal.keep(narrow_marks=wide, marks_measured=True)
    app = Quanan(
        open_store,
        lang=call.words.lang,
        log_folder=data_folder() / "faults",
        theme=personal.settings.theme,
        narrow_marks=personal.settings.narrow_marks,
        personal=personal,
        login_name=call.who or "",
    )
    code = app.run() or app.return_code or DONE
    kept = app.keeper.finish()
    if kept is not None and code != HUNG_UP:
        call.complain(app.desk.words("kept.said" if kept else "kept.failed"))
    # Whatever is said next, or opened in its place, is in the language that was chosen in the desk.
    call.words.lang = app.desk.words.lang
    if code == SEALING and app.desk.actor is not None:
        # The set-up was asked to encrypt the file, which nobody may have open meanwhile.
        from tui.commands.sealing import encrypt_new

        encrypt_new(call, app.desk.actor.name, app.sealed_by)
        return _open(call, url)
    if code != BOARD:
        return code
    # Whoever logged in is a wall board: it has counts to see and nothing else.
    from tui.commands.look import show_board

    return show_board(call, url)


def _who_acts(call: Call, store: "Store") -> "Actor | None":
    """Who acts at the desk, where that is known before it is asked there.

    Raises:
        Refusal: when nobody of that name serves, or a key or a file does not let him in.
    """
    from models.store.engine import Actor

    if not call.who and not store.clock.demonstrates and call.unlocked.account_id is None:
        return None
    from tui.commands.proof import needed, proved_already

    if needed(store):
        if call.unlocked.account_id is not None:
            return _who_unlocked(store, call.unlocked)
        return proved_already(store, call.who, by_key=call.by_key) if call.who else None
    with store.reading(Actor.setup()) as session:
        if call.who:
            from models.people import actor_for

            return actor_for(session, call.who)
        # Whoever looks at the demonstration looks as its secretary; `@` makes it another.
        from models.acts import who_may_act

        return who_may_act(session)[0][0]


def _who_unlocked(store: "Store", unlocked: "Unlocked") -> "Actor | None":
    """Whoever opened the file is in; but one who must change his passphrase is asked again."""
    from models.accounts import log_in

    try:
        entered = log_in(store, unlocked.account_id or 0, unlocked.secret)
    except Refusal:
        return None  # the desk asks, and says why it lets nobody in
    return None if entered.must_change else entered.actor


def _usable(call: Call, path: Path) -> bool:
    """Whether the demonstration that is there is to be shown; an old one, the person decides.

    Raises:
        Refusal: when the file is somebody's real branch, which is never built over.
    """
    from models.store.peek import demonstration_since

    if not path.exists():
        return False
    since = demonstration_since(path)
    if since is None:
        raise Refusal("refuse.cli.not_demo", path=str(path))
    age = dt.datetime.now(dt.UTC) - since
    if age <= OLD:
        return True
    hours = int(age.total_seconds() // 3600)
    if call.arguments.build_only or not sys.stdin.isatty():
        call.aside(call.words("cli.demo.old", hours=hours))
        return True
    sys.stderr.write(call.words("cli.demo.ask", hours=hours) + " ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() not in ("", "y", "yes", "是", "好")


def _build(call: Call, path: Path, at: dt.datetime | None) -> None:
    if path.exists():
        from models.store.peek import demonstration_since

        if demonstration_since(path) is None:
            raise Refusal("refuse.cli.not_demo", path=str(path))
    from seed_data.demonstration import MOMENT, build

    shown = call.progress("cli.demo.building")
    # Of the steps, the days take all the time; the others would only make the number jump.
    build(path, at or MOMENT, lambda _key, done, of: shown(done, of + 1) if shown else None)
    if shown:
        shown(1, 1)


def _moment(text: str) -> dt.datetime:
    """`--at` as a moment in the branch's own time.

    Raises:
        Misuse: when it is no moment, or before the first day.
    """
    from models.store.clock import ZONE
    from seed_data.demonstration import FIRST_DAY

    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Misuse("refuse.cli.moment", text=text) from None
    if moment.tzinfo is None:
        from zoneinfo import ZoneInfo

        moment = moment.replace(tzinfo=ZoneInfo(ZONE))
    if moment.date() < FIRST_DAY:
        raise Misuse("refuse.cli.too_early", first=FIRST_DAY.isoformat())
    return moment.astimezone(dt.UTC)
