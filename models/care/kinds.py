"""What opening somebody on the care list shows, and which verbs there are."""

from sqlmodel import col, select

from models.care.calling import calls
from models.care.drafts import MedicineFields, ProfileFields
from models.care.finding import find_medicines, find_mine, find_profiles
from models.care.guards import guard, may_lead, medicine_guard
from models.care.side_tables import CareContact
from models.care.sight import Seen, seen
from models.care.standing import person, step_is_escalation
from models.care.tables import CARE, CareProfile, CareState, ContactOutcome, Medicine, Met
from models.homes import RevealDraft, shown_in_full
from models.people import Volunteer
from models.rules import masking
from models.rules.care import Step, Tier, Way
from models.rules.masking import Sight
from models.rules.medicine import MedicineBand
from models.rules.refusal import Refusal
from models.store.drafts import asks
from models.store.engine import Reading, Writing
from models.store.register import (
    DESK,
    Kind,
    Link,
    Quick,
    Sheet,
    SheetField,
    change,
    check_opens,
    fetch,
    filled,
    kind,
    links,
    quick,
)
from models.words import Key, table

OUTCOMES = {
    "没人接": ContactOutcome.no_answer,
    "没人应": ContactOutcome.no_answer,
    "没人": ContactOutcome.no_answer,
    "无人应答": ContactOutcome.no_answer,
    "不接": ContactOutcome.no_answer,
    "no answer": ContactOutcome.no_answer,
    "unanswered": ContactOutcome.no_answer,
    "nobody": ContactOutcome.no_answer,
    "不在家": ContactOutcome.away,
    "外出": ContactOutcome.away,
    "not home": ContactOutcome.away,
    "挺好": ContactOutcome.well,
    "都好": ContactOutcome.well,
    "很好": ContactOutcome.well,
    "fine": ContactOutcome.well,
    "ok": ContactOutcome.well,
    "有事": ContactOutcome.needs_action,
    "需要帮忙": ContactOutcome.needs_action,
    "needs action": ContactOutcome.needs_action,
    "needs help": ContactOutcome.needs_action,
    "不让进": ContactOutcome.refused,
    "declined": ContactOutcome.refused,
}
"""What people write of a contact beside the words of the form."""

CONTACTS = 6
"""Contacts that an opened record lists; older ones are in the timeline."""


# A reveal makes no row: what it hands back is what was asked for.
@change("care.reveal", draft=RevealDraft, roles=DESK, undo="never")  # type: ignore[type-var]
def reveal(session: Writing, draft: RevealDraft) -> str:
    """Shows name, telephone and emergency contact in full; the journal keeps who looked."""
    row = fetch(session, CareProfile, draft.id)
    guard(session, row, "care.reveal")
    found = person(session, draft.id)
    on_task = found is not None and seen(session, found).mine
    family = row.emergency_contact
    return shown_in_full(session, draft, row.resident_id, on_task=on_task, more=family)


@links("homes.resident")
def listed(session: Reading, resident_id: int) -> tuple[Link, ...]:
    """The person's place on the care list, for whoever may know that there is one."""
    row_id = session.exec(
        select(CareProfile.id).where(CareProfile.resident_id == resident_id)
    ).first()
    found = person(session, row_id) if row_id is not None else None
    if found is None:
        return ()
    shown = seen(session, found)
    tier = Key(f"Tier.{found.standing.tier.value}")
    return (("care.profile", row_id or 0, tier),) if shown.needs or shown.mine else ()


def _profile_sheet(session: Reading, row_id: int) -> Sheet:
    check_opens(session)
    found = person(session, row_id)
    if found is None:
        raise Refusal("refuse.gone")
    row, stands, shown = found.profile, found.standing, seen(session, found)
    red, whole = stands.tier is Tier.red, shown.illness is Sight.full
    fields = [
        SheetField("field.tier", _tier(shown), alarm=red),
        SheetField("field.care_state", row.state, alarm=row.state is CareState.escalated),
        SheetField("field.due_at", stands.due_at, alarm=stands.overdue),
        SheetField("field.next_step", stands.step.step, alarm=stands.step.step is Step.escalate),
        SheetField("field.step_by", stands.step.by, alarm=stands.step.late_minutes > 0),
        *_whom_to_call(session, shown),
        SheetField("field.categories", shown.marks),
        SheetField("field.mobility", row.mobility if shown.needs or shown.mine else None),
        SheetField("field.condition", masking.words(row.condition, whole)),
        SheetField("field.emergency_contact", _phones(shown, row.emergency_contact)),
        SheetField("field.paired", found.volunteer, alarm=red and not found.volunteer),
        SheetField("field.frequency_hours", row.frequency_hours),
        SheetField("field.delivery_on", row.delivery_on if shown.needs else None),
        SheetField("field.presence", shown.presence),
        SheetField("field.pause_reason", shown.pause_reason),
        SheetField("field.pause_until", row.pause_until),
        SheetField("field.pause_note", masking.words(row.pause_note, shown.needs or shown.mine)),
        SheetField("field.visit_at", row.visit_at),
        SheetField("field.last_seen_at", row.last_seen_at),
        SheetField("field.care_note", masking.words(row.note, whole)),
        *_medicine_fields(session, shown),
    ]
    contacts = _contacts(session, row_id) if shown.whole_door else ()
    fields += [_contact_field(one) for one in contacts]
    related: list[tuple[str, int, str]] = []
    if shown.medicines:
        related += [("care.medicine", one.id or 0, one.label) for one in found.medicines]
    related += [("care.contact", one.id or 0, session.clock.stamp(one.at)) for one in contacts]
    if shown.whole_door:
        related += [
            ("homes.resident", row.resident_id, shown.name),
            ("homes.household", found.household_id, shown.door),
        ]
    title = f"{shown.door} {shown.name}".strip()
    return Sheet(title, filled(*fields), tuple(related))


def _tier(shown: Seen) -> tuple[object, ...]:
    stands = shown.person.standing
    reasons = tuple(_reason(reason) for reason in stands.reasons)
    return (stands.tier, *reasons) if shown.needs else (stands.tier,)


def _reason(reason: str) -> str:
    """What a condition goes by: a word of ours, or the words of whoever wrote it into the rules."""
    key = Key(f"care.reason.{reason}")
    return key if key in table() else reason


def _phones(shown: Seen, text: str) -> str | None:
    """The family's number without its middle: the reveal key tells it. Who they are, is told to
    who may know the person."""
    if not shown.needs and not shown.mine:
        return masking.words(text, False) or None
    return shown.view.phone(text, shown.person.grid, shown.mine) or None


def _whom_to_call(session: Reading, shown: Seen) -> list[SheetField]:
    """Grid leader, police and key holder by name, once the ladder has come that far."""
    found = shown.person
    if found.profile.state is not CareState.escalated and not step_is_escalation(found):
        return []
    named = calls(session, found)
    leaders = tuple(f"{one.name} {one.phone}".strip() for one in named.grid_leaders)
    police = tuple(f"{one.name} {one.phone}" for one in named.police)
    keys = named.key_holder if shown.whole_door else ""
    return [
        SheetField("care.escalate.grid_leader", leaders or Key("care.nobody_known"), True),
        SheetField("care.escalate.police", police or Key("care.nobody_known"), True),
        SheetField("care.escalate.key_holder", keys or Key("care.nobody_known"), True),
    ]


def _medicine_fields(session: Reading, shown: Seen) -> list[SheetField]:
    stands = shown.person.standing
    if not shown.medicines:
        if not shown.days or stands.days_left is None:
            return []
        return [SheetField("field.days_left", stands.days_left, stands.band is MedicineBand.red)]
    return [
        SheetField(
            "field.medicines",
            (one.label, Key("care.unknown_days") if left is None else left, one.run_out_on),
            alarm=left is not None and one is stands.worst and stands.band is MedicineBand.red,
        )
        for one in shown.person.medicines
        for left in (one.days_left(session.today),)
    ]


def _contacts(session: Reading, profile_id: int) -> tuple[CareContact, ...]:
    return tuple(
        session.exec(
            select(CareContact)
            .where(col(CareContact.profile_id) == profile_id)
            .order_by(col(CareContact.at).desc(), col(CareContact.id).desc())
            .limit(CONTACTS)
        )
    )


def _contact_field(one: CareContact) -> SheetField:
    said = (one.at, one.way, one.outcome, one.met, one.note)
    return SheetField("kind.care.contact", tuple(part for part in said if part))


def _contact_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, CareContact, row_id)
    found = person(session, row.profile_id)
    if found is None or not seen(session, found).whole_door:
        raise Refusal("refuse.care.not_shown")
    shown = seen(session, found)
    by = session.get(Volunteer, row.recorded_by) if row.recorded_by else None
    fields = (
        SheetField("field.contact_at", row.at),
        SheetField("field.way", row.way),
        SheetField("field.contact_outcome", row.outcome),
        SheetField("field.met", row.met, alarm=row.met is Met.left_at_door),
        SheetField("field.attempt", row.attempt),
        SheetField("field.contact_note", row.note),
        SheetField("field.recorded_by", by.name if by else None),
    )
    related = [("care.profile", row.profile_id, f"{shown.door} {shown.name}")]
    if row.request_id is not None:
        related.append(("requests.request", row.request_id, f"#{row.request_id}"))
    title = f"{shown.door} {shown.name}  {session.clock.stamp(row.at)}"
    return Sheet(title, filled(*fields), tuple(related))


def _medicine_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Medicine, row_id)
    found = person(session, row.profile_id)
    if found is None or not seen(session, found).medicines:
        raise Refusal("refuse.care.not_shown")
    shown, left = seen(session, found), row.days_left(session.today)
    told = row.told_days is not None
    fields = (
        SheetField("field.days_left", left, left is not None and left <= 3),
        SheetField("field.run_out_on", row.run_out_on),
        SheetField("field.count", row.count),
        SheetField("field.told_days", row.told_days),
        SheetField("field.told_on" if told else "field.counted_on", row.counted_on),
        SheetField("field.strength", row.strength),
        SheetField("field.units_per_dose", f"{row.units_per_dose} {row.unit}".strip()),
        SheetField("field.doses_per_day", row.doses_per_day),
        SheetField("field.medicine_kind", row.kind, row.critical),
        SheetField("field.cold", row.cold or None),
        SheetField("field.prescription", row.prescription or None),
        SheetField("field.medicine_note", row.note),
        SheetField("field.stopped_on", row.stopped_on),
    )
    related = [("care.profile", row.profile_id, f"{shown.door} {shown.name}")]
    if row.refill_request_id is not None:
        related.append(("requests.request", row.refill_request_id, f"#{row.refill_request_id}"))
    return Sheet(row.label, filled(*fields), tuple(related))


def _natural(session: Reading, row: CareProfile) -> str | None:
    if row.state is CareState.active:
        found = person(session, row.id or 0)
        if found is not None and step_is_escalation(found):
            return "care.escalate"
    verb = CARE.natural(row.state)
    if row.state is CareState.escalated and not may_lead(session):
        return "care.record_contact"
    return verb


def _medicine_natural(_session: Reading, row: Medicine) -> str | None:
    return None if row.stopped_on is not None else "care.count_medicine"


def _opened(session: Reading, row: CareProfile) -> dict[str, object]:
    """What an edit form opens with: in clear, so only for who may see it in clear."""
    guard(session, row, "care.edit_profile")
    told = {ask.name: getattr(row, ask.name) for ask in asks(ProfileFields)}
    # A telephone number is shown by the reveal key alone, and a note may name an illness.
    del told["emergency_contact"]
    found = person(session, row.id or 0)
    if found is None or seen(session, found).illness is not Sight.full:
        del told["note"]
    return told


def _medicine_opened(session: Reading, row: Medicine) -> dict[str, object]:
    medicine_guard(session, row, "care.edit_medicine")
    return {ask.name: getattr(row, ask.name) for ask in asks(MedicineFields)}


PROFILE = kind(
    Kind(
        "care.profile",
        CareProfile,
        _profile_sheet,
        verbs=(
            "care.record_contact",
            "care.escalate",
            "care.resolve_escalation",
            "care.pair",
            "care.unpair",
            "care.add_medicine",
            "care.edit_profile",
            "care.set_condition",
            "care.pause",
            "care.resume",
            "care.end",
            "care.reopen",
            "care.reveal",
        ),
        machine=CARE,
        guard=guard,
        natural=_natural,
        find=find_profiles,
        find_mine=find_mine,
        edit="care.edit_profile",
        reveal="care.reveal",
        opened=_opened,
    )
)
MEDICINE = kind(
    Kind(
        "care.medicine",
        Medicine,
        _medicine_sheet,
        verbs=("care.count_medicine", "care.edit_medicine", "care.stop_medicine"),
        guard=medicine_guard,
        natural=_medicine_natural,
        find=find_medicines,
        edit="care.edit_medicine",
        opened=_medicine_opened,
    )
)
CONTACT = kind(Kind("care.contact", CareContact, _contact_sheet))

quick(
    Quick(
        "care.record_contact",
        ("走访", "探访", "visit"),
        {"way": Way.door},
        rest="note",
        needs=("outcome",),
        also=OUTCOMES,
    ),
    Quick(
        "care.record_contact",
        ("电话", "打电话", "call"),
        {"way": Way.call},
        rest="note",
        needs=("outcome",),
        also=OUTCOMES,
    ),
    Quick("care.count_medicine", ("数药", "点药", "count meds", "pills")),
)

__all__ = ["CONTACT", "MEDICINE", "PROFILE", "reveal"]
