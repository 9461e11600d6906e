"""Who and what passes the gate, out and in.

The promise of this area: whoever stands at the gate is told at once whether somebody may go, and if
not, until when and because of what; nobody who is out is forgotten; a fever is kept apart and seen
to; and no delivery lies there without somebody who took it over.
"""

from typing import TYPE_CHECKING

from models.gate.reads import (
    GoodsLine,
    PassageLine,
    PassagePage,
    WaitLine,
    all_goods,
    gate_rules,
    goods,
    log,
    out_now,
    waiting,
)
from models.gate.tables import (
    GOODS,
    PASSAGE,
    GateGoods,
    GoodsState,
    Passage,
    PassageState,
    PassageWay,
)
from models.gate.watch import GateCounts, GateTotals, alarms, counts, panel, totals
from models.store.areas import Later

if TYPE_CHECKING:
    from models.gate.desk import Desk, desk
    from models.gate.drafts import (
        Back,
        GoodsFields,
        GoodsIn,
        HandOver,
        Hold,
        LetIn,
        LetOut,
        PassageFields,
        SeeTo,
    )
    from models.gate.kinds import GOODS_KIND, PASSAGE_KIND

__all__ = [
    "GOODS",
    "GOODS_KIND",
    "PASSAGE",
    "PASSAGE_KIND",
    "Back",
    "Desk",
    "GateCounts",
    "GateGoods",
    "GateTotals",
    "GoodsFields",
    "GoodsIn",
    "GoodsLine",
    "GoodsState",
    "HandOver",
    "Hold",
    "LetIn",
    "LetOut",
    "Passage",
    "PassageFields",
    "PassageLine",
    "PassagePage",
    "PassageState",
    "PassageWay",
    "SeeTo",
    "WaitLine",
    "alarms",
    "all_goods",
    "counts",
    "desk",
    "gate_rules",
    "goods",
    "log",
    "out_now",
    "panel",
    "totals",
    "waiting",
]

__getattr__ = Later(__name__, "changes", "desk", "drafts", "kinds", "refused")
