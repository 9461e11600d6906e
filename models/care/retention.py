"""Whoever is on the care list stays known; what was noted on a visit does not, nor who left it."""

from sqlmodel import col

from models.care.side_tables import CareContact
from models.care.tables import CareProfile, CareState, Medicine
from models.store.personal import Link, Personal, last_act

PERSONAL = (
    Personal(
        CareProfile,
        period="care",
        ended=last_act(CareProfile),
        over=col(CareProfile.state) == CareState.ended,
        texts=("condition", "emergency_contact", "key_holder", "note", "pause_note"),
        becomes={"delivery_on": None},
        links=(Link("resident_id", to="resident", apart="table"),),
        keeps=("categories",),
    ),
    Personal(CareContact, period="care", ended=col(CareContact.at), texts=("note",)),
    Personal(
        Medicine,
        of=("profile_id", CareProfile),
        texts=("name", "strength", "note"),
        becomes={"refill_request_id": None},
        keeps=("unit", "units_per_dose", "doses_per_day"),
    ),
)
