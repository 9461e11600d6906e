"""The one register of what may be done, by whom, and to which kind of record.

Rooms, the quick line, the command line and the imports all go through `perform`: one transaction,
one actor, one act in the journal. The register asks the role itself, because the keyboard is not
the only door. A verb key begins with the name of its area (`requests.claim`), so the area is
imported only when one of its verbs or kinds is looked up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from models.rules.machine import Machine
from models.rules.refusal import Refusal
from models.store.actor import DESK, GRID, LEADERS, SECRETARY, Role
from models.store.areas import whole
from models.store.base import Row
from models.store.drafts import Ask, Draft, Edit, TargetDraft, Unfit, asks, build, target_of
from models.store.engine import Actor, Reading, Store, Writing
from models.store.merge import Clash, merge
from models.store.session import fetch
from models.store.sheet import Found, Job, Link, Sheet, SheetField, check_opens, filled
from models.words import Key, Words

DraftT = TypeVar("DraftT", bound=Draft)
RowT = TypeVar("RowT", bound=Row)

Foretells = Callable[[Reading, Sequence[int]], Mapping[str, object]]
"""From the records that are about to be changed to the placeholders of a sentence."""

Fills = Callable[[Reading, Mapping[str, object], Words], Mapping[str, object]]
"""From what stands in a form to what the change will put into its empty fields, by field."""

Ahead = Callable[[Writing, Sequence[Any]], object]
"""Reads at once what each of an act's drafts would otherwise ask for by itself."""

Refused = Callable[[Store, Actor, Sequence[Any], Refusal], object]
"""What is written down, in an act of its own, where the change was refused."""

UndoWay = Literal["rows", "counter", "never"]
"""How an act is taken back: rows restored, a counter-move of the ledger, or not at all."""


@dataclass(frozen=True, slots=True)
class Change:
    """One registered change: a function from a draft to what it made, inside a transaction."""

    verb: str
    run: Callable[[Writing, Any], object]
    draft: type[Draft]
    roles: frozenset[Role]
    undo: UndoWay
    counter: Callable[[Writing, int], None] | None
    """For ledgers: takes back the act of that id by moving the other way."""
    fields: type[Draft] | None
    """For an edit: the draft whose fields the person may change."""
    foretells: "Foretells | None" = None
    """What the sentence above the form (`<verb>.lead`) names of what is about to happen."""
    ahead: "Ahead | None" = None
    refused: "Refused | None" = None
    fills: "Fills | None" = None
    """What the records know for the fields left empty; the form shows it before it counts."""

    @property
    def area(self) -> str:
        """The area the verb belongs to."""
        return self.verb.partition(".")[0]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What a person is asked before the change can run."""
        return asks(self.fields or self.draft)

    def check_role(self, role: Role) -> None:
        """Raises `Refusal` when this role may not do this."""
        if role not in self.roles:
            raise Refusal("refuse.role", verb=Key(self.verb), role=role)


@dataclass(frozen=True, slots=True)
class VerbLine:
    """One verb of a record: allowed, or refused with the reason."""

    verb: str
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What `enter`, `space`, `v`, `e` and find need to know of one kind of record."""

    name: str
    table: type[Row]
    sheet: Callable[[Reading, int], Sheet]
    verbs: tuple[str, ...] = ()
    """Every verb of the record, in the order of the menu."""
    machine: Machine | None = None
    guard: Callable[[Reading, Any, str], None] | None = None
    """Raises `Refusal` when a verb does not fit this row for a reason beyond its state."""
    natural: Callable[[Reading, Any], str | None] | None = None
    """The next natural step of a row; by default the machine's."""
    find: Callable[[Reading, str, int], tuple[Found, ...]] | None = None
    """Records that answer a typed text, best first, at most so many."""
    find_mine: Callable[[Reading, str, int], tuple[Found, ...]] | None = None
    """The viewer's own tasks that answer the name of whom they are for, where only the task lets
    the name be known."""
    parts: Mapping[type[Row], str] = field(default_factory=dict)
    """Tables whose rows are parts of the record, by the field that says of which: its timeline
    tells of them too."""
    edit: str | None = None
    """The verb that edits the record's fields."""
    reveal: str | None = None
    """The verb that shows a masked field in full and journals who saw it; gives the text."""
    opened: Callable[[Reading, Any], dict[str, object]] | None = None
    """The values an edit form opens with; by default the row's attributes of the same names. What
    who looks may not read in clear is left out: it opens empty, and stays unless it is typed."""


@dataclass(frozen=True, slots=True)
class Quick:
    """How the quick line says a change: its words, and what those words already settle."""

    verb: str
    words: tuple[str, ...]
    """Chinese and English words that begin it; the longest match wins."""
    fixed: Mapping[str, object] = field(default_factory=dict)
    """Draft fields that the word itself settles."""
    rest: str | None = None
    """The text field that takes the words nothing else could read; without it they are unread."""
    needs: tuple[str, ...] = ()
    """Fields that the line must say although the draft has a default: a visit is not "well"
    because nobody wrote how it went."""
    also: Mapping[str, object] = field(default_factory=dict)
    """Further words for members of a choice, as people really write them."""
    aim: Callable[[Reading, str, int], tuple[Found, ...]] | None = None
    """For a verb on a record: the records it may mean for a typed door or person (`""` for none
    typed, such as my own seat); by default the kind's `find`."""
    rooms: bool = True
    """Whether a door may have a room: for a stairwell, `3栋2单元 500` is a place and a number."""


@dataclass(frozen=True, slots=True)
class Once:
    """What a change tells whoever did it, once; it is kept nowhere and shown by nothing else."""

    key: str
    """The sentence it stands in, as `{text}`."""
    text: str = field(repr=False)
    params: Mapping[str, object] = field(default_factory=dict)


_changes: dict[str, Change] = {}
_kinds: dict[str, Kind] = {}
_quick: dict[str, Quick] = {}
_noted: set[str] = set()
_links: dict[str, list[Callable[[Reading, int], tuple[Link, ...]]]] = {}


def change(
    verb: str,
    *,
    draft: type[DraftT],
    roles: frozenset[Role] = DESK,
    undo: UndoWay = "rows",
    counter: Callable[[Writing, int], None] | None = None,
    foretells: Foretells | None = None,
    ahead: Ahead | None = None,
    refused: Refused | None = None,
    fills: Fills | None = None,
) -> Callable[[Callable[[Writing, DraftT], RowT]], Callable[[Writing, DraftT], RowT]]:
    """Registers the function below it as the change `verb`."""

    def register(run: Callable[[Writing, DraftT], RowT]) -> Callable[[Writing, DraftT], RowT]:
        _changes[verb] = Change(
            verb, run, draft, roles, undo, counter, None, foretells, ahead, refused, fills
        )
        return run

    return register


def targets(table: type[Row]) -> Ahead:
    """The records that the drafts are aimed at, for `@change(…, ahead=targets(Request))`."""
    return lambda session, drafts: session.gather(table, [draft.id for draft in drafts])


def editing(
    verb: str,
    *,
    table: type[RowT],
    fields: type[Draft],
    roles: frozenset[Role] = DESK,
    also: Callable[[Writing, RowT], None] | None = None,
) -> None:
    """Registers `verb` as the edit of a table's fields, merged with what others changed meanwhile.

    Args:
        fields: the draft whose fields may be changed; field names are the table's.
        also: what else must be true or done once the fields are set; may raise `Refusal`.
    """

    def run(session: Writing, edit: Edit) -> RowT:
        # Before anything is compared: a clash shows the value of another, and tells it only to
        # those for whom a form would open.
        told = frozenset(fields.model_fields)
        for record in _kinds.values():
            if record.edit == verb:
                told = frozenset(_check_edit(session, record, fetch(session, table, edit.id)))
        row = merge(session, table, fields, edit, told)
        if also is not None:
            also(session, row)
        return row

    _changes[verb] = Change(verb, run, Edit, roles, "rows", None, fields)


def kind(record: Kind) -> Kind:
    """Registers a kind of record."""
    _kinds[record.name] = record
    return record


def quick(*lines: Quick) -> None:
    """Registers words of the quick line."""
    for line in lines:
        _quick[line.verb + ":" + line.words[0]] = line


def noted(*verbs: str) -> None:
    """Registers verbs that are only written down: nobody does them by name, nor takes them back."""
    _noted.update(verbs)


def final_verbs() -> frozenset[str]:
    """Every verb of the areas imported so far whose acts are never taken back."""
    return frozenset(_noted | {verb for verb, one in _changes.items() if one.undo == "never"})


def links(
    kind_name: str,
) -> Callable[
    [Callable[[Reading, int], tuple[Link, ...]]], Callable[[Reading, int], tuple[Link, ...]]
]:
    """Registers the function below it: what its area has to do with a record of another one.

    So a resident leads to the care list and a door to its requests, and homes knows neither.
    """

    def register(
        found: Callable[[Reading, int], tuple[Link, ...]],
    ) -> Callable[[Reading, int], tuple[Link, ...]]:
        _links.setdefault(kind_name, []).append(found)
        return found

    return register


def opened_sheet(session: Reading, kind_name: str, row_id: int) -> Sheet:
    """A record opened, with what every area has to do with it."""
    check_opens(session)
    sheet = lookup_kind(kind_name).sheet(session, row_id)
    more = [link for found in _links.get(kind_name, ()) for link in found(session, row_id)]
    return replace(sheet, related=(*more, *sheet.related))


def lookup(verb: str) -> Change:
    """The change registered for `verb`; its area is imported if it was not."""
    if verb not in _changes:
        whole(f"models.{verb.partition('.')[0]}")
    return _changes[verb]


def lookup_kind(name: str) -> Kind:
    """The kind of that name; its area is imported if it was not."""
    if name not in _kinds:
        whole(f"models.{name.partition('.')[0]}")
    return _kinds[name]


def changes() -> Mapping[str, Change]:
    """Every change of the areas imported so far."""
    return _changes


def kinds() -> Mapping[str, Kind]:
    """Every kind of the areas imported so far."""
    return _kinds


def quick_lines() -> tuple[Quick, ...]:
    """Every quick-line word of the areas imported so far."""
    return tuple(_quick.values())


@dataclass(frozen=True, slots=True)
class Done:
    """What a change came to."""

    act_id: int | None
    """The act in the journal; None when nothing changed."""
    rows: tuple[object, ...]


def perform(store: Store, actor: Actor, verb: str, *drafts: Draft, why: str | None = None) -> Done:
    """Does one change, or the same change to several records, as one act: all of it or nothing.

    Raises:
        Refusal: when the role, the machine, a guard or the data say no.
    """
    found = lookup(verb)
    found.check_role(actor.role)
    try:
        with store.writing(actor, verb, why) as session:
            if found.ahead is not None:
                found.ahead(session, drafts)
            rows = tuple(found.run(session, draft) for draft in drafts)
            if len(drafts) > 1:
                # Each said itself over the one before: the journal names the last, and how many.
                session.say(many=len(drafts))
    except Refusal as refusal:
        if found.refused is not None:
            found.refused(store, actor, drafts, refusal)
        raise
    return Done(session.act_id, rows)


def draft_for(verb: str, values: Mapping[str, object], record_id: int | None = None) -> Draft:
    """The draft of `verb` from field values, aimed at a record where the verb needs one.

    Raises:
        Unfit: when a field does not fit.
    """
    found = lookup(verb)
    target = target_of(found.draft)
    aimed = dict(values) if target is None else {target: record_id, **values}
    return build(found.draft, aimed)


def move(session: Writing, row: Row, verb: str, record: Kind) -> None:
    """Takes one step of the record's machine: refuses from a state where the verb does not start.

    The row's state attribute is `state`, a member of the machine's enum.
    """
    if record.machine is None:
        raise TypeError(f"{record.name} has no machine")
    target = record.machine.to(verb, str(row.state))  # type: ignore[attr-defined]
    if record.guard is not None:
        record.guard(session, row, verb)
    row.state = type(row.state)(target)  # type: ignore[attr-defined]


def verb_lines(session: Reading, kind_name: str, row_id: int) -> tuple[VerbLine, ...]:
    """Every verb of a record with the reason where it is refused to this person now."""
    record = lookup_kind(kind_name)
    row = fetch(session, record.table, row_id)
    return tuple(VerbLine(verb, refusal_of(session, record, row, verb)) for verb in record.verbs)


def refusal_of(session: Reading, record: Kind, row: Row, verb: str) -> Refusal | None:
    """Why `verb` may not be done to `row` now by who looks, or None when it may."""
    try:
        lookup(verb).check_role(session.viewer.role)
        if record.machine is not None and verb in record.machine.verbs():
            record.machine.to(verb, str(row.state))  # type: ignore[attr-defined]
        if record.guard is not None:
            record.guard(session, row, verb)
    except Refusal as refusal:
        return refusal
    return None


def natural_step(session: Reading, kind_name: str, row_id: int) -> str | None:
    """The verb that `space` does to this record, if there is a next natural step."""
    record = lookup_kind(kind_name)
    row = fetch(session, record.table, row_id)
    if record.natural is not None:
        return record.natural(session, row)
    if record.machine is not None:
        return record.machine.natural(str(row.state))  # type: ignore[attr-defined]
    return None


def opened_values(session: Reading, kind_name: str, row_id: int) -> dict[str, object]:
    """The values an edit form of this record opens with."""
    record = lookup_kind(kind_name)
    if record.edit is None:
        raise Refusal("refuse.no_edit")
    lookup(record.edit).check_role(session.viewer.role)
    return _check_edit(session, record, fetch(session, record.table, row_id))


def _check_edit(session: Reading, record: Kind, row: Row) -> dict[str, object]:
    """What the form opens with; raises `Refusal` where it does not open for who looks."""
    assert record.edit is not None
    if record.guard is not None:
        record.guard(session, row, record.edit)
    if record.opened is not None:
        return record.opened(session, row)
    return {ask.name: getattr(row, ask.name) for ask in lookup(record.edit).asks}


__all__ = [
    "DESK",
    "GRID",
    "LEADERS",
    "SECRETARY",
    "Change",
    "Clash",
    "Done",
    "Found",
    "Job",
    "Kind",
    "Link",
    "Once",
    "Quick",
    "Sheet",
    "SheetField",
    "TargetDraft",
    "Unfit",
    "VerbLine",
    "change",
    "changes",
    "check_opens",
    "draft_for",
    "editing",
    "fetch",
    "filled",
    "final_verbs",
    "kind",
    "kinds",
    "links",
    "lookup",
    "opened_sheet",
    "lookup_kind",
    "merge",
    "move",
    "natural_step",
    "noted",
    "opened_values",
    "perform",
    "quick",
    "quick_lines",
    "refusal_of",
    "targets",
    "verb_lines",
]
