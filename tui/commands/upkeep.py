"""Looking after the database: verify, the duties of the clock, backup and restore."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands.call import DONE, REFUSED, Call, Misuse, file_named

if TYPE_CHECKING:
    from models.sound import Findings
    from models.store.database import Database
    from models.store.engine import Store


def verify(call: Call) -> int:
    """Looks the database through, or a copy of one, or a deletion certificate."""
    from models.sound import look_through
    from models.store.unpacked import unpacked

    if not call.arguments.file:
        with call.store(ended=True) as store:
            return _told(call, look_through(store))
    file = file_named(call.arguments.file)
    if file.suffix.casefold() == ".json":
        from tui.commands.purge import verify_certificate

        return verify_certificate(call, file)
    with unpacked(_kind_of(call, file), file) as inside:
        return _told(call, look_through(inside.store, whole=inside.whole))


def _kind_of(call: Call, copy: Path) -> "Database":
    """A database of the kind that this file is a copy of."""
    return call.database("postgresql+psycopg:///" if copy.suffix == ".dump" else str(copy))


def _told(call: Call, found: "Findings") -> int:
    """Says of each part whether it is sound, and each fault in a line."""
    from models.sound import ASKED

    words = call.words
    said = {
        part: [words(fault.text, **fault.params) for fault in found.of(part)]
        for part in found.parts
    }
    if call.json:
        call.print_json(
            {
                "acts": found.acts,
                "entries": found.entries,
                "erased": found.erased,
                "faults": [line for lines in said.values() for line in lines],
                "sound": {part: not lines for part, lines in said.items()},
            }
        )
    else:
        counts = {"acts": found.acts, "entries": found.entries, "erased": found.erased}
        call.print(words("cli.verified", **counts))
        for part in ASKED:
            name = words(f"cli.verify.part.{part}")
            if part not in said:
                call.print(f"- {words('cli.verify.unasked', part=name)}")
            elif not said[part]:
                call.print(f"+ {words('cli.verify.well', part=name)}")
            else:
                call.print(f"! {words('cli.verify.ill', part=name, n=len(said[part]))}")
                for line in said[part]:
                    call.print(f"  {line}")
    if not found.sound:
        call.complain(words("refuse.cli.not_sound", n=len(found.faults)))
    return DONE if found.sound else REFUSED


def tick(call: Call) -> int:
    """Does every duty that is due and that no open desk has done."""
    from tui.duties import due_now

    with call.store() as store:
        done = due_now(store)
        trouble = store.backup_trouble
    if call.json:
        call.print_json(done)
    else:
        for name in done:
            call.print(call.words("cli.tick.did", duty=call.words(name)))
        if not done:
            call.print(call.words("cli.tick.none"))
    if trouble is not None:
        # Cron mails what a command complains of: nobody may be at a desk that shows the alarm.
        call.complain(call.tell(trouble))
        return REFUSED
    return DONE


def backup(call: Call) -> int:
    """Copies the database while others work."""
    from models.store.backup import backup as copy
    from models.store.clock import Clock
    from tui.backups import backups_folder

    asked = call.arguments.to
    with call.store() as store:
        folder = file_named(asked).absolute() if asked else backups_folder()
        # A demonstration lives in a time of its own, its copies among other files.
        made = copy(store.database, folder, Clock(store.clock.zone))
        file = store.database.file
    call.print(call.words("cli.backup.done", path=str(made)))
    if file is not None and made.stat().st_dev == file.stat().st_dev:
        call.aside(call.words("cli.backup.same_disk"))
    return DONE


def restore(call: Call) -> int:
    """Puts a copy back, once it was looked through and the database as it is now was kept."""
    from models.sound import look_through
    from models.store.backup import keep_present
    from models.store.backup import restore as put_back
    from models.store.clock import Clock
    from models.store.unpacked import unpacked
    from tui.backups import backups_folder

    words, target, folder = call.words, call.database(), backups_folder()
    if not call.arguments.file:
        return _list(call, target, folder)
    source = file_named(call.arguments.file)
    if target.file is not None and source.resolve() == target.file.resolve():
        raise Misuse("refuse.cli.restore_self", path=str(source))
    _check_not_ended(call, target)
    with unpacked(target, source) as inside:
        found = look_through(inside.store, whole=inside.whole)
        clock, last = inside.store.clock, _last_moment(inside.store)
    if not found.sound:
        raise Refusal("refuse.backups.broken", path=str(source), n=len(found.faults))
    call.print(words("cli.restore.about", acts=found.acts, at=last, path=target.name))
    if not _agreed(call, target.name):
        call.print(words("cli.restore.left"))
        return REFUSED
    kept = keep_present(target, folder, Clock(clock.zone))
    if kept is not None:
        call.print(words("cli.restore.kept", path=str(kept)))
    put_back(target, source)
    # Opening it brings a copy of an older version to this one, before an open desk asks of it.
    with call.store() as store:
        code = DONE if look_through(store).sound else REFUSED
    call.print(words("cli.restore.done", path=target.name))
    return code


def _check_not_ended(call: Call, target: "Database") -> None:
    """Nobody brings back what two people had deleted."""
    try:
        with target.refusing():
            if not target.exists() or target.version() is None:
                return
    except Refusal:
        return  # damaged, which is what copies are for
    with call.store():
        pass


def _last_moment(store: "Store") -> str:
    from models.store import journal
    from models.store.engine import Actor

    with store.reading(Actor.setup()) as session:
        last = journal.acts(session, limit=1)
        return f"{session.clock.local(last[0].at):%Y-%m-%d %H:%M}" if last else "-"


def _agreed(call: Call, name: str) -> bool:
    """Whether whoever sits there wants it; nobody is asked who said so already."""
    if call.arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise Misuse("refuse.cli.restore_yes", path=name)
    sys.stderr.write(call.words("cli.restore.ask") + " ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是", "好")


def _list(call: Call, target: "Database", folder: Path) -> int:
    """The copies there are, latest first."""
    from models.store.backup import copies
    from models.store.clock import Clock

    found = copies(target, folder)
    clock = Clock()
    for one in found:
        call.print(f"{clock.local(one.at):%Y-%m-%d %H:%M}", one.label, str(one.path))
    if not found:
        call.print(call.words("cli.restore.none", path=str(folder)))
    return DONE if found else REFUSED
