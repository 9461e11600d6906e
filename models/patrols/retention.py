"""Who was met on the way is forgotten as soon as who passed the gate."""

from sqlmodel import col

from models.patrols.tables import Incident, Patrol, PatrolWalker
from models.store.personal import Link, Personal

PERSONAL = (
    Personal(
        Patrol,
        period="patrols",
        ended=col(Patrol.ended_at),
        over=col(Patrol.note) != "",
        texts=("note",),
    ),
    Personal(PatrolWalker),
    Personal(
        Incident,
        period="patrols",
        ended=col(Incident.at),
        texts=("note",),
        links=(Link("household_id"),),
        keeps=("place",),
    ),
)
