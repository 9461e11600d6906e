"""The gate log: who passed is forgotten, that somebody did stays."""

from sqlmodel import col, func

from models.gate.tables import PASSAGE, GateGoods, GoodsState, Passage
from models.store.personal import Link, Personal

PERSONAL = (
    Personal(
        Passage,
        period="gate",
        ended=func.coalesce(col(Passage.returned_at), col(Passage.passed_at)),
        over=col(Passage.state).in_(PASSAGE.final),
        texts=("name", "plate", "card", "allowed", "measures", "note"),
        links=(Link("household_id"),),
    ),
    Personal(
        GateGoods,
        period="gate",
        ended=func.coalesce(col(GateGoods.handed_at), col(GateGoods.at)),
        over=(col(GateGoods.state) == GoodsState.handed) | col(GateGoods.outward).is_(True),
        texts=("plate", "handed_to", "note"),
        links=(Link("household_id"),),
        keeps=("supplier", "goods"),
    ),
)
