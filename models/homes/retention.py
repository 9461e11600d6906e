"""The roster is the community's and stays until it is given back; who moved out leaves it."""

from sqlmodel import col

from models.homes.side_tables import Building, Stairwell
from models.homes.tables import Household, Resident
from models.store.personal import Link, Personal
from models.words import ERASED

PERSONAL = (
    Personal(Building, keeps=("grid",)),
    Personal(Stairwell),
    Personal(Household, keeps=("door", "room", "grid", "register_no", "note")),
    Personal(
        Resident,
        period="moved_out",
        ended=col(Resident.moved_out_on),
        over=col(Resident.name) != ERASED,
        texts=("name", "phone", "note"),
        becomes={"search": "", "birth_year": None, "tags": []},
        links=(Link("household_id"),),
    ),
)
