"""Medicines of people on the list: told, counted, and refilled before they run out."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from models.care.asking import ask
from models.care.drafts import AddMedicine, CountMedicine, MedicineFields, StopMedicine
from models.care.guards import guard, medicine_guard
from models.care.planning import replan
from models.care.standing import (
    Person,
    care_rules,
    look_ahead,
    roll,
    taken_ahead,
    taken_by,
)
from models.care.tables import WATCHED, CareProfile, Medicine
from models.homes import Household, Resident
from models.requests.tables import Request, RequestKind
from models.rules.care import CareRules, MedicineKind
from models.rules.medicine import MedicineBand, medicine_band, medicine_kind, refill_due
from models.rules.promise import Urgency
from models.store.drafts import Draft, Unfit
from models.store.duties import Duty
from models.store.engine import Writing
from models.store.register import DESK, LEADERS, SECRETARY, change, editing, fetch

_COLD_WORDS = ("胰岛素", "insulin")


def _add_ahead(session: Writing, drafts: Sequence[AddMedicine]) -> None:
    taken_ahead(session, [draft.id for draft in drafts])


def _count_ahead(session: Writing, drafts: Sequence[CountMedicine]) -> None:
    rows = session.gather(Medicine, [draft.id for draft in drafts]).values()
    session.gather(Request, [row.refill_request_id for row in rows])
    people = {row.profile_id for row in rows}
    taken_ahead(session, people)
    look_ahead(session, people)


@change("care.add_medicine", draft=AddMedicine, roles=DESK, ahead=_add_ahead)
def add_medicine(session: Writing, draft: AddMedicine) -> Medicine:
    """Writes a medicine down, as counted or as told by the family."""
    profile = fetch(session, CareProfile, draft.id)
    guard(session, profile, "care.add_medicine")
    rules = care_rules(session)
    taken = taken_by(session, draft.id)
    if any((one.name, one.strength) == (draft.name, draft.strength) for one in taken):
        raise Unfit({"name": ("refuse.care.medicine_known", {})})
    row = Medicine(
        **draft.model_dump(exclude={"id", "kind", "cold", "counted_on"}),
        profile_id=draft.id,
        kind=draft.kind or MedicineKind(medicine_kind(draft.name, rules)),
        cold=draft.cold or any(word in draft.name.casefold() for word in _COLD_WORDS),
        counted_on=_counted_on(session, draft),
    )
    _check_count(draft)
    row.run_out_on = row.runs_out()
    session.add(row)
    taken.append(row)
    replan(session, draft.id)
    return row


def _edited(session: Writing, row: Medicine) -> None:
    medicine_guard(session, row, "care.edit_medicine")
    rules = care_rules(session)
    # An emptied kind is left to the name.
    row.kind = row.kind or MedicineKind(medicine_kind(row.name, rules))
    _run_out(session, row, rules)
    replan(session, row.profile_id)


editing("care.edit_medicine", table=Medicine, fields=MedicineFields, roles=LEADERS, also=_edited)


@change("care.count_medicine", draft=CountMedicine, roles=DESK, ahead=_count_ahead)
def count_medicine(session: Writing, draft: CountMedicine) -> Medicine:
    """Keeps how much there is now; the days left are counted from that day."""
    row = fetch(session, Medicine, draft.id)
    medicine_guard(session, row, "care.count_medicine")
    _check_count(draft)
    if draft.count is None and draft.told_days is None:
        raise Unfit({"count": ("refuse.care.count", {})})
    row.count = draft.count
    row.told_days = draft.told_days
    row.counted_on = _counted_on(session, draft)
    _run_out(session, row, care_rules(session))
    replan(session, row.profile_id)
    session.say(days=row.days_left(session.today))
    return row


@change("care.stop_medicine", draft=StopMedicine, roles=LEADERS)
def stop_medicine(session: Writing, draft: StopMedicine) -> Medicine:
    """The person no longer takes it: nothing is refilled any more."""
    row = fetch(session, Medicine, draft.id)
    medicine_guard(session, row, "care.stop_medicine")
    taken_by(session, row.profile_id).remove(row)
    row.stopped_on = session.today
    replan(session, row.profile_id)
    return row


# A duty makes requests, not a medicine.
@change("care.raise_refills", draft=Draft, roles=SECRETARY)  # type: ignore[type-var]
def refill_now(session: Writing, _draft: Draft) -> None:
    """What the duty does, for whoever does not want to wait for it."""
    raise_refills(session)


def raise_refills(session: Writing) -> None:
    """Asks for every medicine that runs out within the rule set's days, once per run-out."""
    if session.exec(select(col(Medicine.id)).limit(1)).first() is None:
        return  # a branch without a care list needs no rules for one
    rules = care_rules(session)
    last = session.today + dt.timedelta(days=rules.refill_lead_days)
    due = session.exec(
        select(Medicine)
        .join(CareProfile, col(CareProfile.id) == col(Medicine.profile_id))
        .where(
            sa.text("medicine.stopped_on IS NULL"),
            col(Medicine.run_out_on) <= last,
            sa.or_(
                col(Medicine.refill_for).is_(None),
                col(Medicine.refill_for) != col(Medicine.run_out_on),
            ),
            col(CareProfile.state).in_(WATCHED),
        )
        .order_by(col(Medicine.run_out_on), col(Medicine.id))
    ).all()
    if not due:
        return
    behind = roll(session, col(CareProfile.id).in_({row.profile_id for row in due}))
    session.gather(Household, [found.household_id for found in behind])
    session.gather(Resident, [found.profile.resident_id for found in behind])
    people = {found.profile.id or 0: found for found in behind}
    for row in due:
        _refill(session, row, people[row.profile_id], rules)
    session.say(n=len(due))


DUTIES = (Duty("care.raise_refills", dt.timedelta(hours=1), raise_refills),)
"""What time alone makes the care list write."""


def _refill(session: Writing, row: Medicine, found: Person, rules: CareRules) -> None:
    left = row.days_left(session.today)
    urgent = medicine_band(left, rules) is MedicineBand.red and row.critical
    row.refill_request_id = ask(
        session,
        found,
        RequestKind.medicine,
        detail=row.label,
        item=row.label,
        urgency=Urgency.red if urgent and not left else None,
    )
    row.refill_for = row.run_out_on


def _run_out(session: Writing, row: Medicine, rules: CareRules) -> None:
    """Reckons the run-out day again; a new count of the same box asks for no second refill."""
    before = row.run_out_on
    after = row.runs_out()
    if row.refill_for is not None and row.refill_for == before:
        short = after is not None and refill_due(after, rules) <= session.today
        row.refill_for = after if short and _still_asked(session, row) else None
    if after != before:
        row.run_out_on = after


def _still_asked(session: Writing, row: Medicine) -> bool:
    request = session.get(Request, row.refill_request_id) if row.refill_request_id else None
    return request is not None and request.closed_at is None


def _counted_on(session: Writing, draft: AddMedicine | CountMedicine) -> dt.date:
    day = draft.counted_on or session.today
    if day > session.today:
        raise Unfit({"counted_on": ("refuse.care.future", {})})
    return day


def _check_count(draft: AddMedicine | CountMedicine) -> None:
    if draft.count is not None and draft.told_days is not None:
        raise Unfit({"told_days": ("refuse.care.count_twice", {})})


__all__ = [
    "DUTIES",
    "add_medicine",
    "count_medicine",
    "raise_refills",
    "refill_now",
    "stop_medicine",
]
