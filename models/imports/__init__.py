"""Spreadsheets of the branch, read in: first shown row by row, then done as one act.

The promise: a preview writes nothing and hides nothing; doing it is all or nothing and one act
that can be taken back; and the same file read twice changes nothing the second time.

A ledger's module (`roster`, `special`, …) offers `preview(session, sheet, progress) -> Plan`: it
goes through the rows with a `Planner`, which gathers what would be shown and the very drafts that
would be carried out. So what a row may hold is said once, by the draft of its change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib import import_module
from typing import Annotated, Protocol, cast

from pydantic import ConfigDict

from models.rules.refusal import Refusal
from models.rules.text import clean
from models.sheets import Preview, Progress, Sheet, Tally
from models.store.backup import BEFORE_IMPORT, keep_copy
from models.store.base import Row
from models.store.drafts import Draft, Edit, Hidden, build
from models.store.engine import Actor, Reading, Store, Writing
from models.store.numbers import warned
from models.store.register import (
    DESK,
    GRID,
    LEADERS,
    SECRETARY,
    Done,
    change,
    lookup,
    perform,
)

_TOLD_EVERY = 100  # steps


class Ledger(StrEnum):
    """The spreadsheets that can be read in."""

    roster = "roster"
    special = "special"
    people = "people"
    shifts = "shifts"
    stock = "stock"
    orders = "orders"


@dataclass(frozen=True, slots=True)
class Made:
    """Stands for the id of the record that an earlier step of the same plan makes."""

    step: int


@dataclass(frozen=True, slots=True)
class Step:
    """One change that a plan would carry out."""

    verb: str
    draft: Draft
    row: int
    """The row of the sheet it comes from."""
    made: Mapping[str, int] = field(default_factory=dict)
    """Draft field -> the step whose record it takes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What reading a sheet in would do: shown by its preview, done by its steps."""

    ledger: Ledger
    file: str
    preview: Preview
    steps: tuple[Step, ...]
    offers: tuple[Step, ...] = ()
    """Further changes that the sheet suggests, done only where a person takes them up."""

    def with_offers(self) -> "Plan":
        """The plan with everything done that it only suggested."""
        return replace(self, steps=self.steps + self.offers, offers=())


class Planner:
    """Gathers a plan while the rows of a sheet are gone through."""

    def __init__(self, ledger: Ledger, file: str) -> None:
        self.tally = Tally()
        """What the preview will show; say of every row what becomes of it."""
        self._ledger = ledger
        self._file = file
        self._steps: list[Step] = []
        self._offers: list[Step] = []

    def step(self, row: int, verb: str, /, **values: object) -> Made:
        """Adds a change; a value may be the `Made` of an earlier step.

        Raises:
            Refusal: when the values do not fit the draft of the change.
        """
        self._steps.append(_step(row, verb, values))
        return Made(len(self._steps) - 1)

    def edit(
        self, row: int, verb: str, record_id: int, opened: Mapping[str, object], /, **to: object
    ) -> None:
        """Adds an edit of a record that had the values `opened`; only what differs is changed.

        Raises:
            Refusal: when the values do not fit the fields of the edit.
        """
        fields = lookup(verb).fields
        if fields is None:
            raise TypeError(f"{verb} is no edit")
        fitted = build(fields, {**opened, **to})
        changed = {
            name: value for name in to if (value := getattr(fitted, name)) != opened.get(name)
        }
        if changed:
            before = {name: opened.get(name) for name in changed}
            edit = Edit(id=record_id, changed=changed, opened=before)
            self._steps.append(Step(verb, edit, row))

    def offer(self, row: int, verb: str, /, **values: object) -> None:
        """Adds a change that is done only if a person takes it up."""
        self._offers.append(_step(row, verb, values))

    def plan(self) -> Plan:
        """Everything that was gathered."""
        numbers = sum(len(_numbers_in(step)) for step in self._steps)
        if numbers:
            self.tally.notes("warn.number.many", n=numbers)
        return Plan(
            self._ledger,
            self._file,
            self.tally.preview(),
            tuple(self._steps),
            tuple(self._offers),
        )


def _numbers_in(step: Step) -> Mapping[str, object]:
    """The fields of a step in whose words the number of a person seems to stand."""
    given = step.draft.changed if isinstance(step.draft, Edit) else dict(step.draft)
    return warned(lookup(step.verb).asks, given)


class PlanDraft(Draft):
    """A plan, as the change that carries it out takes it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    plan: Annotated[Plan, Hidden()]
    progress: Annotated[Progress | None, Hidden()] = None
    """Told how many of the steps are done while the act goes on."""


ROLES = {
    Ledger.roster: GRID,
    Ledger.special: GRID,
    Ledger.people: SECRETARY,
    Ledger.shifts: LEADERS,
    Ledger.stock: LEADERS,
    Ledger.orders: DESK,
}
"""Who may read which ledger in; every single step asks for its own role as well."""


INTO = {Ledger.orders: "group_buys.buy"}
"""Ledgers whose rows belong to one record, and its kind: it is named before the file is read."""


class _Previews(Protocol):
    """What the module of a ledger offers; one of `INTO` takes its record beside the sheet."""

    preview: Callable[..., Plan]


def preview(
    session: Reading,
    ledger: Ledger,
    sheet: Sheet,
    progress: Progress | None = None,
    *,
    into: int | None = None,
) -> Plan:
    """What reading this sheet in as `ledger` would do, for who looks; writes nothing.

    Args:
        into: the record that the rows belong to, for a ledger of `INTO`.

    Raises:
        Refusal: when it is not such a sheet, or not for this role.
    """
    lookup(f"imports.{ledger}").check_role(session.viewer.role)
    module = cast(_Previews, import_module(f"models.imports.{ledger}"))
    if ledger in INTO:
        return module.preview(session, sheet, progress, into=into)
    return module.preview(session, sheet, progress)


def apply(store: Store, actor: Actor, plan: Plan, progress: Progress | None = None) -> Done:
    """Carries a plan out as one act; a plan that changes nothing writes nothing.

    Raises:
        Refusal: when a role, or what happened since the preview, says no, or no copy could be
            made before; then nothing is done.
    """
    if not plan.steps:
        return Done(None, ())
    for verb in {step.verb for step in plan.steps}:
        lookup(verb).check_role(actor.role)
    keep_copy(store, BEFORE_IMPORT)
    draft = PlanDraft(plan=plan, progress=progress)
    return perform(store, replace(actor, origin="import"), f"imports.{plan.ledger}", draft)


def _carry_out(session: Writing, draft: PlanDraft) -> Row:
    made: list[Row] = []
    total = len(draft.plan.steps)
    for done, step in enumerate(draft.plan.steps):
        if draft.progress is not None and done % _TOLD_EVERY == 0:
            draft.progress(done, total)
        ids = {name: _id_of(session, made[at]) for name, at in step.made.items()}
        given = step.draft.model_copy(update=ids) if ids else step.draft
        made.append(cast(Row, lookup(step.verb).run(session, given)))
    shown = draft.plan.preview
    # What the single changes said of themselves is not what the journal tells of the whole.
    session.act_params.clear()
    session.say(file=clean(draft.plan.file), add=len(shown.add), change=len(shown.change))
    return made[-1]


def _id_of(session: Writing, row: Row) -> int:
    if row.id is None:
        session.flush()
    if row.id is None:
        raise Refusal("refuse.gone")
    return row.id


def _step(row: int, verb: str, values: Mapping[str, object]) -> Step:
    made = {name: value.step for name, value in values.items() if isinstance(value, Made)}
    # An id that is not known yet stands in as 0 until the step it waits for is done.
    plain = {name: 0 if name in made else value for name, value in values.items()}
    return Step(verb, build(lookup(verb).draft, plain), row, made)


for _ledger, _roles in ROLES.items():
    change(f"imports.{_ledger}", draft=PlanDraft, roles=_roles)(_carry_out)

__all__ = [
    "INTO",
    "ROLES",
    "Ledger",
    "Made",
    "Plan",
    "PlanDraft",
    "Planner",
    "Step",
    "apply",
    "preview",
]
