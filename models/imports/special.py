"""The office's list of people in need, read in by door and name.

The promise: everybody in the sheet who lives here comes on the care list once, however often the
sheet is read; nobody is made up, so a name that is not behind its door is refused with the names
that are; what could not be read is said and left out, never guessed; and people never visited
come due over a day and not all at once.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from models.branch import rule_set
from models.care import (
    CareProfile,
    CareState,
    Medicine,
    MedicineKind,
    ProfileFields,
    Tier,
)
from models.care.standing import TIERS, facts
from models.homes import Presence
from models.imports import Ledger, Made, Plan, Planner
from models.imports.special_rows import Known, Said, known_now, read_row
from models.requests import RequestKind, RequestSource
from models.rules.care import CareRules, spread, tier
from models.rules.care_words import Prescription
from models.rules.care_words import plain as words_of
from models.rules.medicine import medicine_kind
from models.rules.refusal import Refusal
from models.sheets import (
    SPECIAL,
    Progress,
    Sheet,
)
from models.store.drafts import asks
from models.store.engine import Reading

_NEEDS: Mapping[RequestKind, tuple[str, ...]] = MappingProxyType(
    {
        RequestKind.hospital_trip: ("就医", "医院", "看病", "透析", "化疗", "hospital"),
        RequestKind.medicine: ("药", "medicine", "meds"),
        RequestKind.groceries: ("菜", "粮", "米", "奶", "水果", "物资", "grocer", "food"),
        RequestKind.carry: ("搬", "抬", "送水", "carry"),
        RequestKind.drain: ("下水", "疏通", "漏水", "drain"),
        RequestKind.pay_bill: ("缴", "燃气", "电费", "bill"),
        RequestKind.psychological: ("心理", "情绪", "焦虑", "counsel"),
    }
)
_NAMES = re.compile(r"[、,，;；]\s*")


def preview(session: Reading, sheet: Sheet, progress: Progress | None = None) -> Plan:
    """What reading this list in would do; writes nothing.

    Raises:
        Refusal: when it is no such list, when there is no roster, or no rule set for care.
    """
    planner = Planner(Ledger.special, sheet.path.name)
    rules = CareRules.from_data(rule_set(session, "care"))
    rows = sheet.rows(SPECIAL, progress)
    known = known_now(session)
    if not known.behind:
        raise Refusal("refuse.special.no_resident")
    said: list[Said] = []
    first: dict[int, int] = {}
    for row in rows:
        try:
            one = read_row(session, row, known, planner)
            earlier = first.setdefault(one.resident.id or 0, row.number)
            if earlier != row.number:
                name = one.resident.name
                raise Refusal("refuse.special.twice", name=name, row=earlier)
            said.append(one)
        except Refusal as refusal:
            planner.tally.refuses(row.number, refusal, row.get("name").ref)
    due = _first_due(session, said, known, rules)
    for one in said:
        try:
            _plan(session, one, planner, known, due.get(one.row))
        except Refusal as refusal:
            planner.tally.refuses(one.row, refusal)
    return planner.plan()


def _first_due(
    session: Reading, said: list[Said], known: Known, rules: CareRules
) -> dict[int, dt.datetime]:
    """Row -> when somebody never visited comes due: spread over a day, reds first."""
    fresh = [
        one for one in said if one.resident.id not in known.profiles and one.last_visit is None
    ]

    def strictness(one: Said) -> int:
        profile = CareProfile(
            resident_id=one.resident.id or 0,
            categories=list(one.categories),
            mobility=one.mobility,
            due_at=session.now,
        )
        medicines = [
            Medicine(
                profile_id=0,
                name=medicine.name,
                kind=_kind(medicine, rules),
                counted_on=session.today,
                run_out_on=_run_out(session, one),
            )
            for medicine in one.medicines
        ]
        found = tier(facts(profile, medicines, one.born, session.today), rules).tier
        return TIERS.index(Tier(found))

    ordered = sorted(fresh, key=lambda one: (strictness(one), one.row))
    moments = spread(len(ordered), session.now, rules.spread_hours)
    return {one.row: at for one, at in zip(ordered, moments, strict=True)}


def _run_out(session: Reading, one: Said) -> dt.date | None:
    return None if one.days_left is None else session.today + dt.timedelta(days=one.days_left)


def _plan(
    session: Reading, one: Said, planner: Planner, known: Known, due_at: dt.datetime | None
) -> None:
    """Adds to the plan what this row would do."""
    profile = known.profiles.get(one.resident.id or 0)
    changes: list[tuple[str, str, str]] = []
    _check_year(one, planner, changes)
    if profile is None:
        seen = one.last_visit and session.clock.at(one.last_visit)
        made = planner.step(
            one.row,
            "care.add_profile",
            resident_id=one.resident.id,
            categories=list(one.categories),
            mobility=one.mobility,
            condition=one.condition,
            emergency_contact=one.contact,
            frequency_hours=one.frequency_hours,
            note=one.note,
            volunteer_id=one.volunteer_id,
            due_at=due_at or seen,
            last_seen_at=seen,
        )
        for medicine in one.medicines:
            _add_medicine(session, one, planner, made, medicine)
        planner.tally.adds(one.row, one.who)
    else:
        _change(session, one, planner, known, profile, changes)
        if changes:
            planner.tally.changes(one.row, one.who, tuple(changes))
        else:
            planner.tally.stays()
    if one.resident.presence is not Presence.present:
        planner.tally.notes(
            "imports.special.absent", one.row, name=one.who, presence=one.resident.presence
        )
    _offer(one, planner, known)


def _check_year(one: Said, planner: Planner, changes: list[tuple[str, str, str]]) -> None:
    """An age gives the year of birth where the roster has none; else the roster's is kept."""
    kept = one.resident.birth_year
    if one.year is None:
        return
    if kept is None:
        planner.edit(
            one.row,
            "homes.edit_resident",
            one.resident.id or 0,
            {
                ask: getattr(one.resident, ask)
                for ask in ("name", "sex", "birth_year", "tags", "note")
            },
            birth_year=one.year,
        )
        changes.append(("field.birth_year", "", str(one.year)))
    # An age tells the year only to within one.
    elif abs(kept - one.year) > 1:
        planner.tally.notes(
            "imports.special.years", one.row, name=one.who, told=one.year, known=kept
        )


def _change(
    session: Reading,
    one: Said,
    planner: Planner,
    known: Known,
    profile: CareProfile,
    changes: list[tuple[str, str, str]],
) -> None:
    """Adds what the row says otherwise than the list; what it leaves out stays as it is."""
    if profile.state is CareState.ended:
        raise Refusal("refuse.care.listed", state=profile.state)
    opened: dict[str, object] = {
        ask.name: getattr(profile, ask.name) for ask in asks(ProfileFields)
    }
    more = [category for category in one.categories if category.value not in profile.categories]
    wanted: dict[str, object] = {
        "mobility": one.mobility,
        "emergency_contact": one.contact,
        "frequency_hours": one.frequency_hours,
        "note": one.note,
    }
    to = {name: value for name, value in wanted.items() if value and value != opened[name]}
    if more:
        to["categories"] = [*profile.categories, *more]
    if to:
        planner.edit(one.row, "care.edit_profile", profile.id or 0, opened, **to)
        changes += [(f"field.{name}", _shown(opened[name]), _shown(to[name])) for name in to]
    condition, medicines = _known_apart(one, profile, known)
    if condition and condition != profile.condition:
        planner.step(one.row, "care.set_condition", id=profile.id, condition=condition)
        changes.append(("field.condition", profile.condition, condition))
    if one.volunteer_id is not None and profile.volunteer_id is None:
        planner.step(one.row, "care.pair", id=profile.id, volunteer_id=one.volunteer_id)
        changes.append(("field.paired", "", "✓"))
    kept = {
        (medicine.name, medicine.strength): medicine
        for medicine in known.medicines[profile.id or 0]
    }
    for medicine in medicines:
        row = kept.get((medicine.name, medicine.strength))
        if row is None:
            _add_medicine(session, one, planner, profile.id or 0, medicine)
            changes.append(("kind.care.medicine", "", medicine.name))
        elif one.days_left is not None and row.told_days not in (None, one.days_left):
            # The same sheet read again tells the same number; another one was told anew.
            planner.step(one.row, "care.count_medicine", id=row.id, told_days=one.days_left)
            changes.append(("field.told_days", _shown(row.told_days), str(one.days_left)))


def _known_apart(
    one: Said, profile: CareProfile, known: Known
) -> tuple[str, Sequence[Prescription]]:
    """Condition and medicines of a cell that holds both, bare names as the list knows them."""
    ills = set(_NAMES.split(profile.condition))
    taken = {medicine.name for medicine in known.medicines[profile.id or 0]}
    condition = "、".join(name for name in _NAMES.split(one.condition) if name not in taken)
    return condition, [found for found in one.medicines if found.name not in ills - taken]


def _add_medicine(
    session: Reading, one: Said, planner: Planner, profile: int | Made, medicine: Prescription
) -> None:
    doses = medicine.doses_per_day
    planner.step(
        one.row,
        "care.add_medicine",
        id=profile,
        name=medicine.name[:60],
        strength=medicine.strength,
        units_per_dose=str(Fraction(medicine.units_per_dose)),
        doses_per_day="" if doses is None else str(Fraction(doses)),
        unit=medicine.unit,
        note=medicine.unread[:200],
        told_days=one.days_left,
        counted_on=session.today,
    )


def _offer(one: Said, planner: Planner, known: Known) -> None:
    """What the sheet says is needed, as a request that somebody may take up."""
    if not one.need:
        return
    folded = words_of(one.need)
    kind = next(
        (kind for kind, words in _NEEDS.items() if any(word in folded for word in words)),
        RequestKind.other,
    )
    if (one.resident.id, kind, one.need) in known.asked:
        return
    planner.offer(
        one.row,
        "requests.note_new",
        household_id=one.household_id,
        resident_id=one.resident.id,
        kind=kind,
        detail=one.need,
        source=RequestSource.care,
        again=True,
    )
    planner.tally.notes("imports.special.need", one.row, name=one.who, text=one.need, kind=kind)


def _kind(medicine: Prescription, rules: CareRules) -> MedicineKind:
    return MedicineKind(medicine_kind(medicine.name, rules))


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
