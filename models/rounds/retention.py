"""How many were seen stays, by building; who it was, and why not, does not."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, func

from models.rounds.tables import (
    CoveragePlace,
    CoverageRound,
    RoundSlot,
    RoundTarget,
    RoundTube,
)
from models.rounds.treatments import PlaceTreatment
from models.store.personal import Link, Personal


def _closed(link: sa.SQLColumnExpression[int]) -> sa.SQLColumnExpression[dt.datetime]:
    """When the round was closed, or was to be over where it was called off."""
    return (
        sa.select(func.coalesce(col(CoverageRound.closed_at), col(CoverageRound.ends_at)))
        .where(col(CoverageRound.id) == link, col(CoverageRound.state).in_(("closed", "cancelled")))
        .scalar_subquery()
    )


PERSONAL = (
    Personal(CoverageRound, keeps=("name", "place", "reason", "note")),
    Personal(CoveragePlace, keeps=("name", "note")),
    Personal(
        RoundTarget,
        period="rounds",
        ended=_closed(col(RoundTarget.round_id)),
        over=col(RoundTarget.household_id).is_not(None),
        texts=("reason", "decided_by", "hint", "note"),
        links=(
            Link("resident_id", to="resident", apart="round_id"),
            Link("household_id", apart="round_id"),
        ),
    ),
    Personal(RoundSlot),
    Personal(
        RoundTube,
        period="rounds",
        ended=_closed(col(RoundTube.round_id)),
        over=col(RoundTube.note) != "",
        texts=("note",),
        keeps=("delivered_to",),
    ),
    Personal(PlaceTreatment, keeps=("reason", "note")),
)
