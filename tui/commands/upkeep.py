"""Looking after the database: verify, the duties of the clock, backup and restore."""

from models.rules.refusal import Refusal
from tui.commands.call import DONE, REFUSED, Call, Misuse, file_named


def verify(call: Call) -> int:
    """Recomputes the journal's chain, the ledger's sums, and has the database check itself."""
    from models.stock import check
    from models.store import journal
    from models.store.engine import Actor

    words = call.words
    with call.store() as store:
        store.load_areas()
        damage = store.damage()
        with store.reading(Actor.setup()) as session:
            report = journal.verify(session)
            sums = check(session)
    faults = [
        *(words("cli.verify.database", fault=fault) for fault in damage),
        *(
            words("cli.verify.journal", act=one.act_id, fault=words(f"cli.verify.{one.fault}"))
            for one in report.broken
        ),
        *(words("cli.verify.stock", fault=fault) for fault in sums),
    ]
    if call.json:
        call.print_json(
            {
                "acts": report.acts,
                "entries": report.entries,
                "erased": report.erased,
                "faults": faults,
            }
        )
    else:
        counts = {"acts": report.acts, "entries": report.entries, "erased": report.erased}
        call.print(words("cli.verified", **counts))
        for fault in faults:
            call.print(f"! {fault}")
    if faults:
        call.complain(words("refuse.cli.not_sound", n=len(faults)))
    return REFUSED if faults else DONE


def tick(call: Call) -> int:
    """Does every duty that is due and that no open desk has done."""
    from tui.duties import due_now

    with call.store() as store:
        done = due_now(store)
    if call.json:
        call.print_json(done)
        return DONE
    for name in done:
        call.print(call.words("cli.tick.did", duty=call.words(name)))
    if not done:
        call.print(call.words("cli.tick.none"))
    return DONE


def backup(call: Call) -> int:
    """Copies the database while others work."""
    from models.store.backup import backup as copy
    from tui.duties import backup_folder

    with call.store() as store:
        folder = call.arguments.folder
        made = copy(store.database, file_named(folder) if folder else backup_folder(store))
    call.print(call.words("cli.backup.done", path=str(made)))
    return DONE


def restore(call: Call) -> int:
    """Puts a copy back, once the database as it is now has been copied too."""
    from models.store.backup import backup as copy
    from models.store.backup import restore as put_back
    from models.store.database import database_of

    source = file_named(call.arguments.file)
    if not source.is_file():
        raise Refusal("refuse.store.no_backup", path=str(source))
    target = database_of(call.url)
    if not call.arguments.yes:
        raise Misuse("refuse.cli.restore_yes", path=target.name)
    if target.exists():
        if target.file is not None and source.resolve() == target.file.resolve():
            raise Misuse("refuse.cli.restore_self", path=str(source))
        kept = copy(target, target.folder, label="before-restore")
        call.print(call.words("cli.restore.kept", path=str(kept)))
    put_back(target, source)
    call.print(call.words("cli.restore.done", path=target.name))
    return DONE
