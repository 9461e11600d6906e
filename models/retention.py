"""What is over is forgotten: names, numbers, doors and words go, what happened and how often stays.

The promise: once the period of a record has passed, nothing of it says whose it was, neither the
row nor the journal; and every total is what it was. A row is never deleted. Where it said whose it
was it points to nobody of the same building, and who is counted as somebody else stays so.

Each area says beside its tables what of them is personal and how long it stays
(`models/<area>/retention.py`); the days come from the rule set in force. A ledger that the set does
not name is never erased by luck.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any

import sqlalchemy as sa

import models
from models.branch.reads import ruled
from models.nobody import Nobody
from models.rules.refusal import Refusal
from models.rules.retention import RetentionRules
from models.store.acts import ACT, ACT_VALUE, ENTRY
from models.store.duties import DUTY_DONE, Duty
from models.store.journal import empty
from models.store.kept import KEPT_FORM, forget_forms
from models.store.personal import ERASED, Link, Personal
from models.store.session import Reading, Writing
from models.store.values import columns
from models.words import ERASED as MARK

AT = dt.time(3)
"""Local time of the duty: before the nightly backup, which then holds nothing that is over."""
FORMS_EVERY = dt.timedelta(hours=3)
"""How often it is asked whether a form that was left open is a day old."""
DUTY = "retention."
"""How the name of every duty here begins."""
JOURNAL = "journal"
"""What acts told that touched no row: reveals, exports, prints."""


@cache
def personal(area: str) -> tuple[Personal, ...]:
    """What the tables of an area hold of a person."""
    if area == JOURNAL:
        return ()
    package = import_module(f"models.{area}")
    if not hasattr(package, "__path__"):
        found: tuple[Personal, ...] = vars(package).get("PERSONAL", ())
        return found
    try:
        found = import_module(f"models.{area}.retention").PERSONAL
    except ModuleNotFoundError as error:
        if error.name != f"models.{area}.retention":
            raise
        return ()
    return found


def duties() -> tuple[Duty, ...]:
    """One duty an area that has something to forget, one for the journal, one for open forms."""
    areas = [area for area in models.AREAS if any(one.erases for one in personal(area))]
    found = [Duty(verb(area), AT, partial(erase_past, area=area)) for area in areas]
    forms = Duty(verb(KEPT_FORM.name), FORMS_EVERY, forget_forms)
    return (*found, Duty(verb(JOURNAL), AT, erase_told), forms)


def verb(area: str) -> str:
    """What the duty of an area is called, in the journal too."""
    return f"{DUTY}{area}"


def erase_past(session: Writing, area: str) -> None:
    """Erases every row of an area whose period has passed, and what the journal held of it."""
    run = _Run(session, area)
    run.recall()
    rows = sum(run.erase(one) for one in personal(area) if one.erases)
    if rows:
        session.witness(rows=rows, values=run.empty_journal())


def erase_told(session: Writing) -> None:
    """Empties acts that changed no row: a reveal told whose number was seen, and why."""
    cutoff = _kept_from(session, JOURNAL)
    if cutoff is None:
        return
    before = session.clock.day_start(cutoff)
    touched = sa.exists().where(ENTRY.c.act_id == ACT.c.id)
    # What was erased, and when, is told in counts and stays.
    past = sa.select(ACT.c.id).where(
        ACT.c.at < before, sa.not_(touched), ACT.c.verb.not_like(f"{verb('%')}")
    )
    acts, _ = empty(session, past, sa.select(ENTRY.c.id).where(sa.false()))
    if acts:
        session.witness(rows=0, values=acts)


@dataclass(slots=True)
class _Run:
    """One run over one area, in one act."""

    session: Writing
    area: str
    nobody: Nobody | None = None

    def recall(self) -> None:
        """A row that was touched after it was erased counts anew: it may hold words again."""
        names = [one.name for one in personal(self.area)]
        last = sa.select(sa.func.max(ERASED.c.at)).where(ERASED.c.table_name.in_(names))
        touched = self.session.execute(
            sa.select(ENTRY.c.table_name, ENTRY.c.row_id)
            .join_from(ACT, ENTRY, ENTRY.c.act_id == ACT.c.id)
            .where(ACT.c.at > last.scalar_subquery(), ENTRY.c.area == self.area)
            .distinct()
        ).all()
        if touched:
            again = ERASED.delete().where(
                ERASED.c.table_name == sa.bindparam("touched"),
                ERASED.c.row_id == sa.bindparam("row"),
            )
            with self.session.ground() as connection:
                connection.execute(again, [{"touched": t, "row": row_id} for t, row_id in touched])

    def erase(self, one: Personal) -> int:
        """Erases what is past of one table; gives how many rows."""
        past = self._past(one)
        if past is None:
            return 0
        with self.session.ground() as connection:
            marked = sa.select(sa.literal(one.name), _id(one), self._now).where(*past)
            into = ERASED.insert().from_select(["table_name", "row_id", "at"], marked)
            n = connection.execute(into).rowcount
            if n:
                self._write(connection, one)
        if n:
            for link in sorted(one.links, key=lambda link: link.to != "resident"):
                self._unlink(one, link)
        return n

    def empty_journal(self) -> int:
        """Empties what the journal holds of the rows this run erased; gives how many changes."""
        touched = (
            sa.select(ENTRY.c.id, ENTRY.c.act_id)
            .join(
                ERASED,
                sa.and_(
                    ERASED.c.table_name == ENTRY.c.table_name, ERASED.c.row_id == ENTRY.c.row_id
                ),
            )
            .where(ENTRY.c.area == self.area, ERASED.c.at == self._now)
            .subquery()
        )
        _, values = empty(self.session, sa.select(touched.c.act_id), sa.select(touched.c.id))
        return values

    @property
    def _now(self) -> Any:
        return sa.literal(self.session.now, ERASED.c.at.type)

    def _past(self, one: Personal) -> list[sa.ColumnElement[bool]] | None:
        """Which rows are to be erased now; None where no rule says so."""
        row_id = _id(one)
        known = sa.exists().where(ERASED.c.table_name == one.name, ERASED.c.row_id == row_id)
        where = [sa.not_(known)]
        if one.over is not None:
            where.append(one.over)
        if one.of is not None:
            link, owner = one.of
            gone = sa.select(ERASED.c.row_id).where(ERASED.c.table_name == str(owner.__tablename__))
            where.append(columns(one.table)[link].in_(gone))
        elif one.until is not None:
            where.append(one.until <= _moment(self.session, one.until, self.session.today))
        elif one.ended is not None:
            first = _kept_from(self.session, one.period)
            if first is None:
                return None
            where.append(one.ended < _moment(self.session, one.ended, first))
        return where

    def _mine(self, one: Personal) -> sa.Select[Any]:
        """The rows of a table that this run erases."""
        return sa.select(ERASED.c.row_id).where(
            ERASED.c.table_name == one.name, ERASED.c.at == self._now
        )

    def _write(self, connection: sa.Connection, one: Personal) -> None:
        kept = columns(one.table)
        values: dict[sa.Column[Any], Any] = {
            kept[name]: sa.case((kept[name] != "", MARK), else_=kept[name]) for name in one.texts
        }
        values |= {kept[name]: value for name, value in one.becomes.items()}
        table = _table(one)
        if values:
            values[table.c.version] = table.c.version + 1
            connection.execute(table.update().where(_id(one).in_(self._mine(one))).values(values))
        for elsewhere, name in one.loosens:
            link = columns(elsewhere)[name]
            assert isinstance(link.table, sa.Table)
            connection.execute(
                link.table.update()
                .where(link.in_(self._mine(one)))
                .values({link: None, link.table.c.version: link.table.c.version + 1})
            )
        self.session.moved |= {one.table.area, *(table.area for table, _ in one.loosens)}

    def _unlink(self, one: Personal, link: Link) -> None:
        """Has the rows point to nobody of the same building."""
        if self.nobody is None:
            self.nobody = Nobody(self.session)
        table, column = _table(one), columns(one.table)[link.column]
        given = self.nobody.stands_for(one, link, self._mine(one))
        if not given:
            return
        moved = table.update().where(table.c.id == sa.bindparam("row_id"))
        with self.session.ground() as connection:
            connection.execute(
                moved.values({column: sa.bindparam("nobody")}),
                [{"row_id": row_id, "nobody": nobody} for row_id, nobody in given.items()],
            )


def _table(one: Personal) -> sa.Table:
    table = columns(one.table)["id"].table
    assert isinstance(table, sa.Table)
    return table


def _id(one: Personal) -> sa.Column[Any]:
    return columns(one.table)["id"]


def _kept_from(session: Reading, ledger: str) -> dt.date | None:
    """The first day still kept; None where no rule in force names the ledger."""
    try:
        return _rules(session).kept_from(ledger, session.today)
    except Refusal:
        return None


def _rules(session: Reading) -> RetentionRules:
    return ruled(session, "retention", RetentionRules.from_data)


def _moment(session: Reading, compared: Any, day: dt.date) -> object:
    """The day itself, or the moment it begins where the other side is a moment."""
    return day if isinstance(compared.type, sa.Date) else session.clock.day_start(day)


# ── what a screen may say of it ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One area: how long its records stay, and what was erased of them last."""

    key: str
    area: str
    periods: tuple[tuple[str, int | None], ...]
    """Ledger and days; None where the set in force names none, so that nothing is erased."""
    ran_at: dt.datetime | None
    """When the duty was last done, whether or not anything was past."""
    erased_at: dt.datetime | None
    """When something was last erased."""
    rows: int
    """How many rows that was."""
    values: int
    """How many changes the journal held of them; of the journal itself, how many acts."""
    total: int
    """Rows that are erased by now."""


def periods(session: Reading) -> tuple[PeriodLine, ...]:
    """Every area with a period, in the order of the areas, and the journal."""
    try:
        days = _rules(session).days
    except Refusal:
        days = {}
    ran, gone = _last_ran(session), _erased(session)
    lines = []
    for area in (*models.AREAS, JOURNAL):
        ledgers = tuple(_ledgers(area))
        if ledgers:
            last = _last_act(session, verb(area))
            lines.append(
                PeriodLine(
                    key=f"retention:{area}",
                    area=area,
                    periods=tuple((ledger, days.get(ledger)) for ledger in ledgers),
                    ran_at=ran.get(verb(area)),
                    erased_at=last[0],
                    rows=last[1].get("rows", 0),
                    values=last[1].get("values", 0),
                    total=sum(gone.get(one.name, 0) for one in personal(area)),
                )
            )
    return tuple(lines)


def _ledgers(area: str) -> Iterable[str]:
    if area == JOURNAL:
        return (JOURNAL,)
    return dict.fromkeys(one.ledger for one in personal(area) if one.ledger)


def _erased(session: Reading) -> dict[str, int]:
    rows = session.execute(
        sa.select(ERASED.c.table_name, sa.func.count()).group_by(ERASED.c.table_name)
    )
    return {table: n for table, n in rows}


def _last_ran(session: Reading) -> dict[str, dt.datetime]:
    rows = session.execute(
        sa.select(DUTY_DONE.c.duty, sa.func.max(DUTY_DONE.c.at))
        .where(DUTY_DONE.c.duty.like(f"{DUTY}%"))
        .group_by(DUTY_DONE.c.duty)
    )
    return {duty: at for duty, at in rows}


def _last_act(session: Reading, name: str) -> tuple[dt.datetime | None, dict[str, int]]:
    found = session.execute(
        sa.select(ACT.c.at, ACT_VALUE.c.params)
        .join_from(ACT, ACT_VALUE, isouter=True)
        .where(ACT.c.verb == name)
        .order_by(ACT.c.id.desc())
        .limit(1)
    ).first()
    return (None, {}) if found is None else (found.at, found.params or {})
