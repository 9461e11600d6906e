"""Who must be looked after, and that nobody of them is missed.

The promise of this area: everybody on the list is seen in time or stands in the list of those
left, with the reason; only meeting or speaking counts; who does not answer is climbed to, step by
step, up to the door; and a medicine is asked for before it runs out. Illness is shown to those
whose work needs it, and to nobody else.
"""

from typing import TYPE_CHECKING

from models.care.reads import (
    FILTERS,
    ORDERS,
    CareCounts,
    CareLine,
    CarePage,
    alarms,
    counts,
    panel,
    profiles,
)
from models.care.standing import Standing
from models.care.tables import (
    CARE,
    LISTED,
    WATCHED,
    CareProfile,
    CareState,
    ContactOutcome,
    Medicine,
    Met,
    Mobility,
    PauseReason,
    Resolution,
)
from models.rules.care import Category, MedicineKind, Tier, Way
from models.store.areas import Later

if TYPE_CHECKING:
    from models.care.changes import (
        add_profile,
        end,
        hand_back,
        pair,
        paired_with,
        pause,
        reopen,
        resume,
        set_condition,
        unpair,
    )
    from models.care.contacts import escalate, record_contact, resolve_escalation
    from models.care.drafts import (
        AddMedicine,
        AddProfile,
        Aimed,
        CountMedicine,
        Escalate,
        MedicineFields,
        Pair,
        Pause,
        ProfileFields,
        RecordContact,
        Resolve,
        SetCondition,
        StopMedicine,
        WithReason,
    )
    from models.care.finding import find_medicines, find_profiles
    from models.care.kinds import CONTACT, MEDICINE, PROFILE, reveal
    from models.care.medicines import (
        DUTIES,
        add_medicine,
        count_medicine,
        raise_refills,
        stop_medicine,
    )
    from models.care.side_tables import CareContact

CareCategory = Category

__all__ = [
    "CARE",
    "CONTACT",
    "DUTIES",
    "FILTERS",
    "LISTED",
    "MEDICINE",
    "ORDERS",
    "PROFILE",
    "WATCHED",
    "AddMedicine",
    "AddProfile",
    "Aimed",
    "CareCategory",
    "CareContact",
    "CareCounts",
    "CareLine",
    "CarePage",
    "CareProfile",
    "CareState",
    "Category",
    "ContactOutcome",
    "CountMedicine",
    "Escalate",
    "Medicine",
    "MedicineFields",
    "MedicineKind",
    "Met",
    "Mobility",
    "Pair",
    "Pause",
    "PauseReason",
    "ProfileFields",
    "RecordContact",
    "Resolution",
    "Resolve",
    "SetCondition",
    "Standing",
    "StopMedicine",
    "Tier",
    "Way",
    "WithReason",
    "add_medicine",
    "add_profile",
    "alarms",
    "count_medicine",
    "counts",
    "end",
    "escalate",
    "find_medicines",
    "find_profiles",
    "hand_back",
    "pair",
    "paired_with",
    "panel",
    "pause",
    "profiles",
    "raise_refills",
    "record_contact",
    "reopen",
    "resolve_escalation",
    "resume",
    "reveal",
    "set_condition",
    "stop_medicine",
    "unpair",
]

__getattr__ = Later(
    __name__,
    "changes",
    "contacts",
    "drafts",
    "finding",
    "kinds",
    "medicines",
    alone=("side_tables",),
)
