"""The end of a branch: what would be deleted, and two people who have it deleted."""

import sys
from dataclasses import replace
from getpass import getpass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands.call import DONE, REFUSED, Call, Misuse, data_folder, file_named

if TYPE_CHECKING:
    from models.purge import Needles, Places, Plan, Swept
    from models.store.engine import Actor, Store


def purge(call: Call) -> int:
    """Shows what dissolving the branch would delete; asked for in earnest, does it."""
    from models.store.ended import ended_at

    asked = call.arguments
    if asked.for_good and asked.dry_run:
        raise Misuse("refuse.purge.two")
    with call.store(ended=True) as store:
        at = ended_at(store)
        if at is not None:
            stamp = f"{store.clock.local(at):%Y-%m-%d %H:%M}"
            call.print(call.words("cli.purge.going_on", at=stamp))
            return _complete(call, store, frozenset())
        if not asked.for_good:
            return _show(call, store)
        if not (call.who and asked.with_name and asked.keep):
            raise Misuse("refuse.purge.two")
        known = _dissolve(call, store, file_named(asked.keep).absolute())
        return _complete(call, store, known)


def verify_certificate(call: Call, file: Path) -> int:
    """Says whether a certificate, and what lies beside it, is as it was written."""
    from models.purge import certificate_faults

    words = call.words
    faults = [words(key, file=name) for key, name in certificate_faults(file)]
    if call.json:
        call.print_json({"faults": faults})
    else:
        for line in faults:
            call.print(f"! {line}")
        if not faults:
            call.print(f"+ {words('certificate.sound')}")
    if faults:
        call.complain(words("refuse.cli.not_sound", n=len(faults)))
    return REFUSED if faults else DONE


# ── what would happen ───────────────────────────────────────────────────────────────────────────


def _show(call: Call, store: "Store") -> int:
    from models.purge import beside, plan
    from models.store.engine import Actor

    words = call.words
    with store.reading(Actor.setup()) as session:
        found = plan(session)
        files = beside(store, _places(store), session)
    if call.json:
        call.print_json(
            {
                "deleted_rows": found.goes,
                "kept_rows": found.stays,
                "deleted_files": files.counts,
                "elsewhere": list(files.elsewhere),
                "waits": _waits(call, found),
            }
        )
        return DONE
    call.print(words("cli.purge.goes"))
    for name, n in found.goes.items():
        call.print_line(f"  {name}  {n}")
    call.print_line(f"  {words('cli.purge.rows', n=found.rows, tables=len(found.goes))}")
    _tell_files(call, files)
    call.print(words("cli.purge.stays"))
    for name, n in found.stays.items():
        call.print_line(f"  {name}  {n}")
    if found.blockers:
        _tell_waiting(call, found)
    else:
        _lines(call, words("cli.purge.how"))
    return DONE


def _tell_files(call: Call, files: "Swept") -> None:
    for kind, n in files.counts.items():
        call.print_line(f"  {call.words(f'cli.purge.{kind}', n=n)}")
    _tell_elsewhere(call, files)


def _waits(call: Call, found: "Plan") -> list[str]:
    return [call.words(one.text, n=one.n, note=one.note) for one in found.blockers]


def _tell_waiting(call: Call, found: "Plan") -> None:
    call.print(call.words("cli.purge.waits"))
    for line in _waits(call, found):
        call.print(f"! {line}")


def _lines(call: Call, text: str) -> None:
    for line in text.splitlines():
        call.print_line(line)


# ── doing it ────────────────────────────────────────────────────────────────────────────────────


def _dissolve(call: Call, store: "Store", folder: Path) -> "Needles":
    """Has two people confirm, writes the report, and empties the database.

    Returns:
        What must not be found anywhere afterwards.
    """
    from models.purge import DissolveDraft, beside, needles, plan
    from models.reports import report
    from models.store.actor import GRID, SECRETARY
    from models.store.register import perform
    from models.words import Key

    _check_folder(store, folder)
    first, second = (_prove(call, store, name) for name in (call.who, call.arguments.with_name))
    if first.id == second.id:
        raise Refusal("refuse.purge.same")
    if first.role not in SECRETARY:
        raise Refusal("refuse.role", verb=Key("purge.dissolve"), role=first.role)
    if second.role not in GRID:
        raise Refusal("refuse.purge.second")
    with store.reading(first) as session:
        found = plan(session)
        known = needles(session)
        files = beside(store, _places(store), session)
    if found.blockers:
        _tell_waiting(call, found)
        raise Refusal("refuse.purge.waits", n=len(found.blockers))
    _confirm(call, found.branch, (first, second))
    # Nobody's name stays: neither in what is kept, nor in the act that deletes the rest.
    nobody = replace(first, name=call.words.of(first.role))
    kept = _write_report(call, store, nobody, folder)
    with store.reading(first) as session:
        numbers = report(session).to_json()
    draft = DissolveDraft(
        with_role=second.role, report=numbers, files=kept, beside=dict(files.counts)
    )
    perform(store, nobody, "purge.dissolve", draft)
    call.print(call.words("cli.purge.emptied", n=found.rows))
    _tell_elsewhere(call, files)
    return known


def _tell_elsewhere(call: Call, files: "Swept") -> None:
    if files.elsewhere:
        told = ", ".join(files.elsewhere)
        call.print(call.words("cli.purge.elsewhere", n=len(files.elsewhere), files=told))


def _check_folder(store: "Store", folder: Path) -> None:
    """Sees to it that the report can be written where nothing is deleted afterwards."""
    if any(folder == place or place in folder.parents for place in _places(store).backups):
        raise Refusal("refuse.purge.inside", path=str(folder))
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refusal("refuse.purge.folder", path=str(folder), said=error.strerror) from error


def _prove(call: Call, store: "Store", name: str | None) -> "Actor":
    """Who this is; where there are accounts, only with a passphrase of one's own."""
    from models.accounts import find_account, log_in, required
    from models.people import actor_for
    from models.store.engine import Actor

    name = name or ""
    with store.reading(Actor.setup()) as session:
        if not required(session):
            return replace(actor_for(session, name), origin="command")
    account = find_account(store, name)
    typed = getpass(call.words("cli.purge.passphrase", name=name))
    entered = log_in(store, account, typed, origin="command")
    if entered.must_change:
        # Whoever gave it knows it, and would be both.
        raise Refusal("refuse.purge.must_change", name=name)
    return entered.actor


def _confirm(call: Call, branch: str, people: "tuple[Actor, Actor]") -> None:
    """Has both of them type the branch's name, so that neither does it by a slip of the hand."""
    for one in people:
        told = {"name": one.name, "role": one.role, "branch": branch}
        sys.stderr.write(call.words("cli.purge.confirm", **told))
        sys.stderr.flush()
        if sys.stdin.readline().strip() != branch:
            raise Refusal("refuse.purge.typed")


def _write_report(call: Call, store: "Store", actor: "Actor", folder: Path) -> dict[str, str]:
    """The work report in every form; gives the digest of each file."""
    from models.reports import write_report
    from models.words import LANGUAGES, Words

    wanted = [(f"report.{lang}.txt", "text", Words(lang)) for lang in LANGUAGES]
    wanted += [("report.docx", "docx", call.words), ("report.json", "json", call.words)]
    kept = {}
    for name, form, words in wanted:
        path = write_report(store, actor, folder / name, words, form, overwrite=True)
        kept[name] = sha256(path.read_bytes()).hexdigest()
    call.print(call.words("cli.purge.report", path=str(folder)))
    return kept


def _complete(call: Call, store: "Store", known: "Needles") -> int:
    """Deletes what lies beside the emptied database; asked for again, goes on where it stopped."""
    from models.purge import ended, sweep, traces, write_certificate
    from models.store.engine import Actor

    places = _places(store)
    swept = sweep(store, places)
    call.print(call.words("cli.purge.swept", **swept.counts))
    code, folder = DONE, call.arguments.keep and file_named(call.arguments.keep).absolute()
    if folder:
        with store.reading(Actor.setup()) as session:
            found = ended(session)
        assert found is not None
        made = write_certificate(found, folder)
        call.print(call.words("cli.purge.certificate", path=str(made[0])))
    else:
        call.complain(call.words("cli.purge.no_folder"))
        code = REFUSED
    if known:
        left = _left(store, places, folder)
        found_in = traces(left, known)
        for path, n in found_in.items():
            call.print(call.words("cli.purge.trace", path=str(path), n=n))
        if found_in:
            return REFUSED
        call.print(call.words("cli.purge.clean", n=len(known), files=len(left)))
    return code


def _left(store: "Store", places: "Places", folder: Path) -> list[Path]:
    """Every file that could still hold something: the database with its logs, and our folders."""
    found = {path for path in folder.rglob("*") if path.is_file()}
    for place in (*places.backups, *([places.faults] if places.faults else ())):
        found.update(path for path in place.rglob("*") if path.is_file())
    file = store.database.file
    if file is not None:
        found.update(file.parent.glob(f"{file.name}*"))
    return sorted(found)


def _places(store: "Store") -> "Places":
    """Where files of this desk lie on this machine."""
    from platformdirs import user_documents_path

    from models.purge import Places

    backups = {store.database.folder, *([store.backups] if store.backups else ())}
    return Places(
        backups=tuple(sorted(backups)),
        documents=(user_documents_path(), Path.home()),
        faults=data_folder() / "faults",
    )
