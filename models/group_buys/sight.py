"""How much of an order somebody sees.

Handing out is everybody's task while the goods are inside: whoever carries must know the doors.
Before and after that the door is the organiser's, the recorder's, and those who see it anyway.
"""

from dataclasses import dataclass

from models.group_buys.states import HANDING_OUT, BuyState, OrderSource
from models.group_buys.tables import BuyOrder, GroupBuy
from models.homes import Household, Viewpoint, viewpoint
from models.rules import masking
from models.rules.address import Door
from models.rules.refusal import Refusal
from models.store.actor import LEADERS, Role
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class Seen:
    """One order's door as one viewer may see it."""

    view: Viewpoint
    grid: str
    on_task: bool

    def door(self, full: Door) -> str:
        """The door, or its building."""
        return self.view.door(full, self.grid, self.on_task)

    @property
    def whole(self) -> bool:
        """Whether it may be known which door it is, and so what was noted."""
        return self.view.links(self.grid, self.on_task)

    def placed_by(self, name: str, source: OrderSource) -> str:
        """Who ordered: a neighbour as the table says, somebody who serves by name."""
        if source is OrderSource.proxy:
            return name if self.view.role is not Role.wallboard else ""
        return masking.name(name, self.view.sees("name", self.grid, self.on_task))


def seen(
    session: Reading,
    grid: str,
    state: BuyState,
    organiser_id: int | None,
    recorded_by: int | None = None,
) -> Seen:
    """How whoever looks through this session sees an order of a buy in `state`."""
    me = session.viewer.id
    mine = me is not None and me in (organiser_id, recorded_by)
    on_task = me is not None and (mine or state in HANDING_OUT)
    return Seen(viewpoint(session), grid, on_task)


def check_sees(session: Reading, order: BuyOrder, buy: GroupBuy) -> None:
    """Raises `Refusal` when the viewer may not know whose order it is, and so not change it."""
    home = session.get(Household, order.household_id)
    grid = home.grid if home is not None else ""
    if not seen(session, grid, buy.state, buy.organiser_id, order.recorded_by).whole:
        raise Refusal("refuse.group_buys.not_yours")


def check_runs(session: Reading, buy: GroupBuy) -> None:
    """Raises `Refusal` unless the viewer leads here or is the organiser of the buy."""
    if session.viewer.role in LEADERS:
        return
    if session.viewer.id is None or session.viewer.id != buy.organiser_id:
        raise Refusal("refuse.group_buys.not_organiser", who=buy.organiser)
