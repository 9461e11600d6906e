"""People: who serves, how tired, where they are now; whom to call outside; who is away.

The secretary stands here to see that nobody goes without rest, the leaders included. On a narrow
screen one list is shown at a time; 1-3 switch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from screens.columns.people import AWAY, COLUMNS, PARTNERS
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Line

if TYPE_CHECKING:
    from models.people import AvailabilityLine, PartnerLine, PeopleCounts
    from models.shifts import PersonLine
    from models.store.engine import Reading

NARROW = 100


@dataclass(frozen=True, slots=True)
class PeopleView:
    """What the room shows, one field a list."""

    counts: "PeopleCounts"
    over: int
    """How many have passed a limit of rest."""
    people: "tuple[PersonLine, ...]"
    partners: "tuple[PartnerLine, ...]"
    away: "tuple[AvailabilityLine, ...]"


class PeopleRoom(ListsRoom):
    """Those who serve, partners, absences."""

    NAME = "people"
    LISTS = ("people", "partners", "away")
    OF_KIND = {
        "people.volunteer": "people",
        "people.partner": "partners",
        "people.availability": "away",
    }
    WATCHES = frozenset({"people", "shifts"})
    ADD = "people.add_volunteer"
    ADDS = {"partners": "people.add_partner"}
    FILTERS = tuple(
        f"PeopleFilter.{one}"
        for one in ("all", "over", "free", "rapid", "cadres", "residents", "gone")
    )
    ORDERS = ("PeopleOrder.tired", "PeopleOrder.name")
    MINE = True
    LEDGER = "people"
    CSS = """
    PeopleRoom {
        #panel-people { height: 2fr; }
        #people-below { height: 1fr; }
        #panel-partners { width: 3fr; }
        #panel-away { width: 2fr; }
        &.-narrow {
            #panel-people, #people-below, #panel-partners, #panel-away { display: none; }
            &.-people #panel-people { display: block; }
            &.-partners #people-below, &.-partners #panel-partners { display: block; }
            &.-away #people-below, &.-away #panel-away { display: block; }
        }
    }
    """

    def compose_room(self) -> ComposeResult:
        with Vertical(id="people-room"):
            yield Panel("people", COLUMNS, number=1, heading=True)
            with Horizontal(id="people-below"):
                yield Panel("partners", PARTNERS, number=2)
                yield Panel("away", AWAY, number=3)

    def read(self, session: "Reading") -> PeopleView:
        from models import people, shifts
        from models.shifts import PeopleFilter, PeopleOrder

        chosen = PeopleFilter(_member(self.narrowing.filter) or "all")
        order = PeopleOrder(_member(self.narrowing.order) or "tired")
        lines = shifts.staff(session, chosen, order)
        mine = session.viewer.id
        return PeopleView(
            counts=people.counts(session),
            over=sum(line.over for line in lines),
            people=tuple(one for one in lines if not self.narrowing.mine or one.who.id == mine),
            partners=people.partners(session),
            away=people.availability(session),
        )

    def show(self, view: PeopleView, draw: Draw) -> None:
        words, now = draw.words, view.counts
        short = ".short" if self.size.width < NARROW else ""
        told = words(
            f"people.strength{short}",
            n=now.volunteers,
            rapid=now.rapid_response,
            isolated=now.isolated,
        )
        if view.over:
            told += f" · {words('people.over', n=view.over)}"
        shown: dict[str, tuple[Sequence[Line], str]] = {
            "people": (view.people, told),
            "partners": (view.partners, ""),
            "away": (view.away, str(len(view.away) or "")),
        }
        for name, (lines, counts) in shown.items():
            alarming = name == "people" and view.over > 0
            self.panel(name).show(lines, counts, draw, alarming=alarming)

    def notice(self, session: "Reading") -> str:
        from models import people, shifts
        from models.branch import branch

        now, found = people.counts(session), branch(session)
        return self.desk.words(
            "people.notice",
            compound=found.compound if found else "",
            cadres=now.cadres,
            residents=now.resident_volunteers,
            on_duty=shifts.counts(session).on_duty,
        )


def _member(key: str) -> str:
    """The value of a member in the key of its word."""
    return key.rpartition(".")[2]
