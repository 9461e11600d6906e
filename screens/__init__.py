"""What a person sees: one room a file, made of the parts in `screens.kit`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from screens.kit.desk import Desk
    from screens.kit.room import Room


@dataclass(frozen=True, slots=True)
class RoomPlace:
    """Where a room is and how it is reached; the room itself is imported when first visited."""

    name: str
    """Mode name, module name, and the key of its title (`room.<name>`)."""
    letter: str
    """The letter after `g`; empty for a room that nobody goes to by himself."""
    kind: str
    """Class of the room inside `screens.<name>`."""

    def build(self, desk: "Desk") -> "Room":
        """The room for this desk, imported now and not before."""
        module = import_module(f"screens.{self.name}")
        return cast("Callable[[Desk], Room]", getattr(module, self.kind))(desk)


ROOMS: tuple[RoomPlace, ...] = (
    RoomPlace("dashboard", "d", "DashboardRoom"),
    RoomPlace("shifts", "s", "ShiftsRoom"),
    RoomPlace("patrols", "p", "PatrolsRoom"),
    RoomPlace("gate", "g", "GateRoom"),
    RoomPlace("care", "c", "CareRoom"),
    RoomPlace("requests", "r", "RequestsRoom"),
    RoomPlace("homes", "h", "HomesRoom"),
    RoomPlace("stock", "k", "StockRoom"),
    RoomPlace("group_buys", "b", "GroupBuysRoom"),
    RoomPlace("rounds", "t", "RoundsRoom"),
    RoomPlace("disinfection", "l", "DisinfectionRoom"),
    RoomPlace("isolation", "i", "IsolationRoom"),
    RoomPlace("campaign", "x", "CampaignRoom"),
    RoomPlace("community", "m", "CommunityRoom"),
    RoomPlace("people", "v", "PeopleRoom"),
    RoomPlace("reports", "w", "ReportsRoom"),
    RoomPlace("journal", "j", "JournalRoom"),
    RoomPlace("alarms", "!", "AlarmsRoom"),
    RoomPlace("settings", ",", "SettingsRoom"),
    RoomPlace("mine", "y", "MineRoom"),
    RoomPlace("setup", "", "SetupRoom"),
)
"""Every room there is, in the order the list of rooms shows them."""

OFFERED: tuple[RoomPlace, ...] = tuple(place for place in ROOMS if place.letter)
"""The rooms a person may go to."""
