"""Whoever serves stays known until the end, because every record says who made it."""

from sqlmodel import col

from models.people.side_tables import Availability, Partner
from models.people.tables import Volunteer
from models.store.personal import Personal

PERSONAL = (
    Personal(
        Volunteer,
        keeps=(
            "name",
            "search",
            "initials",
            "origin_unit",
            "phone",
            "skills",
            "grid",
            "household_id",
            "note",
        ),
    ),
    # Why somebody could not serve may well be an illness.
    Personal(Availability, period="shifts", ended=col(Availability.ends_at), texts=("reason",)),
    Personal(Partner, keeps=("name", "phone", "hours", "note")),
)
