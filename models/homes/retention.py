"""The roster is the community's: it is lent, and stays whole until it is given back or deleted."""

from models.homes.side_tables import Building, Stairwell
from models.homes.tables import Household, Resident
from models.store.personal import Personal

PERSONAL = (
    Personal(Building, keeps=("grid",)),
    Personal(Stairwell),
    Personal(Household, keeps=("door", "room", "grid", "register_no", "note")),
    Personal(Resident, keeps=("name", "search", "phone", "tags", "note", "household_id")),
)
