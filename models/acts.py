"""What was done, as a person reads it: names put to ids, masked for who looks, never a sentence.

The journal keeps ids and plain values; the sentence `<verb>.did` is said in the reader's own
language when it is shown. The ticker, the toast, a record's timeline and the journal room all
read their lines here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from sqlmodel import col, select

import models
from models.homes import Household, Resident, viewpoint
from models.rules import masking
from models.rules.address import Door
from models.rules.refusal import Refusal
from models.store import journal
from models.store.actor import Actor, Role
from models.store.areas import whole
from models.store.engine import Reading, Store
from models.store.register import GRID, Change, changes, final_verbs, lookup_kind
from models.words import Key

REFERENCES: dict[str, tuple[str, str, str]] = {
    "household": ("homes", "Household", "door"),
    "resident": ("homes", "Resident", "name"),
    "volunteer": ("people", "Volunteer", "name"),
    "item": ("stock", "Item", "name"),
    "post": ("shifts", "Post", "name"),
    "directive": ("campaign", "Directive", "text"),
}
"""Parameters that hold ids: name -> (area, table class, the field that is said)."""
AT_THE_DOOR = frozenset({"accounts.log_in", "accounts.unlock", "accounts.failed"})
"""Who came and went; the journal tells of it, and the ticker is for what was done."""
REVEALS = ".reveal"
"""How the verbs end that show somebody in full."""
LEADERS_READ = frozenset({"directive"})
"""Parameters whose words only the secretary and the grid leaders read."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act, ready to be said: `words(f"{line.verb}.did", **line.params)`."""

    id: int
    at: dt.datetime
    who: str
    """A name, or the `Key` of what acts where nobody did: the clock, the set-up."""
    verb: str
    params: dict[str, object]
    why: str
    undone: bool
    undoes: int | None
    mine: bool

    @property
    def key(self) -> str:
        """Row key."""
        return f"act:{self.id}"


@dataclass(frozen=True, slots=True)
class Masked:
    """A door or a name as the viewer may read it."""

    otherwise: str
    on_task: str
    """The same where it is the viewer's own job."""


def recent(
    session: Reading, limit: int, *, before: int | None = None, but: Collection[str] = ()
) -> tuple[ActLine, ...]:
    """The latest acts, latest first; a screen for everybody's eyes tells of none.

    Args:
        but: verbs that are left out.
    """
    if session.viewer.role is Role.wallboard:
        return ()
    return _lines(session, journal.acts(session, limit=limit, before=before, but=but))


def page(
    session: Reading,
    *,
    since: dt.datetime | None = None,
    actor_id: int | None = None,
    area: str | None = None,
    limit: int = 60,
) -> tuple[ActLine, ...]:
    """The latest acts of a span, a person or an area, latest first."""
    if session.viewer.role is Role.wallboard:
        return ()
    found = journal.acts(session, since=since, actor_id=actor_id, area=area, limit=limit)
    return _lines(session, found)


def timeline(session: Reading, kind: str, row_id: int, limit: int = 40) -> tuple[ActLine, ...]:
    """What happened to one record and to its parts, latest first."""
    record = lookup_kind(kind)
    rows = {str(record.table.__tablename__): [row_id]}
    for part, of in record.parts.items():
        asked = select(part.id).where(getattr(part, of) == row_id)
        rows[str(part.__tablename__)] = [one for one in session.exec(asked) if one is not None]
    return _lines(session, journal.history_of(session, rows, limit))


def said(session: Reading, act_id: int) -> ActLine | None:
    """One act."""
    found = journal.act(session, act_id)
    return next(iter(_lines(session, [found] if found else [])), None)


def my_last(session: Reading) -> ActLine | None:
    """My own last act that still stands: what `u` would take back."""
    every_area()
    # What was seen was seen, and a file that was written is out: nobody takes these back.
    found = journal.my_last_act(session, session.viewer.id, skip=final_verbs())
    return next(iter(_lines(session, [found] if found else [])), None)


def every_area() -> None:
    """Imports all that registers verbs or links, for what must know every one of them."""
    for area in (*models.AREAS, "imports", "exports"):
        whole(f"models.{area}")


def name_of(session: Reading, volunteer_id: int | None) -> str:
    """The name of somebody who serves; empty when there is no such person."""
    if volunteer_id is None:
        return ""
    return str(_named(session, "volunteer", {volunteer_id}).get(volunteer_id, ""))


def who_may_act(session: Reading) -> tuple[tuple[Actor, str], ...]:
    """Everybody who may act, each with the initials that choose them."""
    from models.people import actors

    return tuple(actors(session))


def undo(store: Store, actor: Actor, act_id: int, why: str | None = None) -> int | None:
    """Takes an act back: my own, or as secretary or grid leader with a reason another's.

    An act of a ledger is taken back by its counter-move.

    Returns:
        The id of the act that took it back.

    Raises:
        Refusal: when it may not or cannot be taken back, by name.
    """
    with store.reading(actor) as session:
        found = journal.act(session, act_id)
    if found is None:
        raise Refusal("refuse.undo.nothing")
    if found.actor_id != actor.id:
        if actor.role not in GRID:
            raise Refusal("refuse.undo.others")
        if not why:
            raise Refusal("refuse.undo.why")
    change = _change_of(found.verb)
    if found.undoes is not None and _of_ledger(store, actor, found.undoes):
        raise Refusal("refuse.undo.ledger")
    if found.verb in final_verbs():
        raise Refusal("refuse.undo.never", verb=Key(found.verb))
    with store.writing(actor, "undo", why) as session:
        # The act is said again inside the sentence that says it was taken back.
        session.say(**{**found.params, "act": act_id, "undone": Key(found.verb)})
        if change is not None and change.counter is not None:
            session.undoes = act_id
            change.counter(session, act_id)
        else:
            journal.undo(session, act_id)
    return session.act_id


def _of_ledger(store: Store, actor: Actor, act_id: int) -> bool:
    """Whether an act moved a ledger, where what was taken back is done again by a new move."""
    with store.reading(actor) as session:
        found = journal.act(session, act_id)
    change = None if found is None else _change_of(found.verb)
    return change is not None and change.undo == "counter"


def _change_of(verb: str) -> Change | None:
    """The change behind a verb; None for an undo, and for what the clock does by itself."""
    every_area()
    return changes().get(verb)


def _lines(session: Reading, found: Sequence[journal.ActLine]) -> tuple[ActLine, ...]:
    if session.viewer.role is Role.wallboard:
        return ()  # an act is somebody's, and mostly about somebody
    wanted: dict[str, set[int]] = defaultdict(set)
    for act in found:
        if act.actor_id is not None:
            wanted["volunteer"].add(act.actor_id)
        for param, value in act.params.items():
            if param in REFERENCES and isinstance(value, int):
                wanted[param].add(value)
    names = {param: _named(session, param, ids) for param, ids in wanted.items()}
    people = names.get("volunteer", {})
    return tuple(
        ActLine(
            id=act.id,
            at=act.at,
            who=_who(act, people),
            verb=act.verb,
            params={"erased": True}
            if act.erased
            else {
                param: _seen(names[param].get(value, ""), act, session)
                if param in REFERENCES and isinstance(value, int)
                else value
                for param, value in act.params.items()
            },
            why=masking.words(act.why or "", _reads_why(session, act)),
            undone=act.undone_by is not None,
            undoes=act.undoes,
            mine=act.actor_id == session.viewer.id,
        )
        for act in found
    )


def _reads_why(session: Reading, act: journal.ActLine) -> bool:
    """Why somebody looked at a person in full is told to the secretary, and to whoever looked."""
    if not act.verb.endswith(REVEALS):
        return True
    return session.viewer.role is Role.secretary or act.actor_id == session.viewer.id


def _who(act: journal.ActLine, people: Mapping[int, object]) -> str:
    if act.actor_id is None:
        return Key(f"who.{act.origin}")
    return str(people.get(act.actor_id, act.actor))


def _named(session: Reading, param: str, ids: Iterable[int]) -> dict[int, object]:
    """What is said of each id: for somebody's door or name, masked for who looks."""
    if param == "household":
        return _doors(session, ids)
    if param == "resident":
        return _residents(session, ids)
    if param in LEADERS_READ and session.viewer.role not in GRID:
        return {}
    area, table, said_by = REFERENCES[param]
    model = getattr(import_module(f"models.{area}"), table)
    rows = session.execute(
        select(col(model.id), col(getattr(model, said_by))).where(col(model.id).in_(ids))
    )
    return {row_id: value for row_id, value in rows}


def _doors(session: Reading, ids: Iterable[int]) -> dict[int, object]:
    view = viewpoint(session)
    rows = session.exec(select(Household).where(col(Household.id).in_(ids)))
    found: dict[int, object] = {}
    for row in rows:
        door = Door(row.building, row.stairwell, str(row.room))
        masked = Masked(view.door(door, row.grid), view.door(door, row.grid, on_task=True))
        found[row.id or 0] = masked
    return found


def _residents(session: Reading, ids: Iterable[int]) -> dict[int, object]:
    view = viewpoint(session)
    rows = session.execute(
        select(col(Resident.id), Resident.name, Resident.sex, Household.grid)
        .join(Household, col(Household.id) == Resident.household_id)
        .where(col(Resident.id).in_(ids))
    )
    return {
        row_id: Masked(view.name(full, grid, sex), view.name(full, grid, sex, on_task=True))
        for row_id, full, sex, grid in rows
    }


def _seen(value: object, act: journal.ActLine, session: Reading) -> object:
    """My own acts are my own task; of others' I see what my role may."""
    if not isinstance(value, Masked):
        return value
    mine = act.actor_id is not None and act.actor_id == session.viewer.id
    return value.on_task if mine else value.otherwise
