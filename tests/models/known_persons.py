"""A small branch in which everything that is known of a person can be told apart by its text.

Four invented people: two in the grid leader's own grid, two outside; of each two, one is a task of
the volunteer. What is kept of each of them is written in words that stand nowhere else, so that
whatever the desk lets out can be searched for them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.store import Actor, FrozenClock, Store
from tests.models.crew import SET_UP, at, do, shift, with_people

SECRETARY, GRID_LEADER, SHIFT_LEADER, VOLUNTEER, OTHER = 1, 2, 3, 4, 5
"""Ids of who serves, as `tests/models/crew.py` registers them."""


@dataclass(frozen=True)
class Person:
    """One resident, with what is known of him or her."""

    number: int
    """The id of the household and of the resident."""
    mark: str
    """The character that every word about this person holds."""
    name: str
    pinyin: str
    sex: str
    door: str
    grid: str
    on_task: bool
    """Whether the volunteer has this person on his or her list."""
    serious: str
    """What ails this person, as the care list says it."""

    @property
    def surname(self) -> str:
        """What of the name everybody who records may read."""
        return self.name[0]

    @property
    def phone(self) -> str:
        """The telephone number."""
        return f"139717151{self.number}7"

    @property
    def medicine(self) -> str:
        """What is taken against it."""
        return f"{self.mark}平片"

    @property
    def source(self) -> str:
        """Where the person met somebody infected: only who may know of the isolation reads it."""
        return f"{self.mark}记酒馆"

    @property
    def site(self) -> str:
        """Where the person stays apart."""
        return f"{self.mark}驿站"

    @property
    def symptoms(self) -> str:
        """What was noted with a temperature."""
        return f"{self.mark}咳"

    @property
    def note(self) -> str:
        """A note about the person, or about the door."""
        return f"{self.mark}事勿提"

    @property
    def kin(self) -> str:
        """A number of the family."""
        return f"138828262{self.number}3"

    @property
    def room(self) -> str:
        """The room alone, which stands in no other door."""
        return self.door.rpartition("-")[2]


PEOPLE = (
    Person(1, "霁", "闵青霜", "minqingshuang", "female", "31-2-1771", "一网格", True, "霁红疹"),
    Person(2, "翀", "屠白鹭", "tubailu", "female", "32-1-1882", "一网格", False, "翀寒热"),
    Person(3, "瀛", "储碧梧", "chubiwu", "male", "41-3-1793", "二网格", True, "瀛眩晕"),
    Person(4, "燊", "桑紫陌", "sangzimo", "female", "42-1-2664", "二网格", False, "燊心悸"),
)


def known_persons(store: Store) -> None:
    """Fills an empty database: something of each of the four in every area that keeps persons."""
    clock = store.clock
    assert isinstance(clock, FrozenClock)
    clock.set("2022-04-07T08:00")
    with_people(store)
    do(store, SET_UP, "branch.found", name="临时党支部", compound="样板小区",
       first_day=dt.date(2022, 3, 20))  # fmt: skip
    for person in PEOPLE:
        do(store, SET_UP, "homes.add_household", door=person.door, grid=person.grid,
           note=f"{person.note}一")  # fmt: skip
        do(store, SET_UP, "homes.add_resident", household_id=person.number, name=person.name,
           sex=person.sex, birth_year=1900 + person.number, phone=person.phone,
           tags=["lives_alone", "chronic"], note=f"{person.note}二")  # fmt: skip
    _partners(store)
    for fill in (_posts, _care, _stock, _patrol, _gate, _community, _isolation):
        fill(store)
    clock.set("2022-04-08T08:30")
    for fill in (_requests, _round, _buy):
        fill(store)
    _edits(store)
    clock.set("2022-04-08T10:30")


def actors() -> dict[str, Actor]:
    """One of each role, and the wall board."""
    from models.store import Role

    found = {
        role.value: Actor(who, name, role)
        for who, name, role in (
            (SECRETARY, "陈书宁", Role.secretary),
            (GRID_LEADER, "周岚", Role.grid_leader),
            (SHIFT_LEADER, "高远志", Role.shift_leader),
            (VOLUNTEER, "孙晓丽", Role.volunteer),
        )
    }
    found["otherwise"] = Actor(OTHER, "马春来", Role.volunteer)
    found["wallboard"] = Actor.wallboard()
    return found


def _each(store: Store, verb: str, **fields: str) -> Iterator[tuple[Person, Any]]:
    """Does a change about each of the four; `{…}` in a text names what is known of the person."""
    for person in PEOPLE:
        values = {
            name: person.number if text == "{number}" else text.format(p=person)
            for name, text in fields.items()
        }
        yield person, do(store, SET_UP, verb, **values)


def _all(found: Iterator[tuple[Person, Any]]) -> None:
    for _ in found:
        pass


def _partners(store: Store) -> None:
    do(store, SET_UP, "people.add_partner", name="社区卫生站", kind="clinic", phone="85550101")
    do(store, SET_UP, "people.add_partner", name="东站派出所", kind="police", phone="85550110")


def _posts(store: Store) -> None:
    do(store, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    do(store, SET_UP, "shifts.add_post", name="围墙巡逻", kind="patrol_route", seats=2)
    seat = shift(store, 2, "08:00", "20:00")
    do(store, SET_UP, "shifts.assign", seat, volunteer_id=OTHER)


def _care(store: Store) -> None:
    for person, profile in _each(
        store,
        "care.add_profile",
        resident_id="{number}",
        condition="{p.serious}",
        note="{p.note}三",
        emergency_contact="{p.mark}家女儿{p.kin}",
        key_holder="{p.mark}家钥匙",
    ):
        do(store, SET_UP, "care.add_medicine", profile.id, name=person.medicine, strength="0.5g",
           told_days=2, note=f"{person.note}四")  # fmt: skip
        if person.on_task:
            do(store, SET_UP, "care.pair", profile.id, volunteer_id=VOLUNTEER)
        do(store, SET_UP, "care.record_contact", profile.id, outcome="needs_action",
           note=f"{person.note}五", need="medicine")  # fmt: skip


def _stock(store: Store) -> None:
    item = do(store, SET_UP, "stock.add_item", name="口罩", unit="只").id
    do(store, SET_UP, "stock.receive", item, quantity=500, sure=True)
    for person in PEOPLE:
        do(store, SET_UP, "stock.issue", item, quantity=1, household_id=person.number,
           party=f"{person.mark}家取", reason=f"{person.note}六")  # fmt: skip


def _patrol(store: Store) -> None:
    made = do(store, SET_UP, "patrols.set_out", route_id=2, walker_id=OTHER)
    _all(
        _each(
            store,
            "patrols.record_incident",
            kind="gathering",
            outcome="after_talk",
            household_id="{number}",
            note="{p.note}七",
        )
    )
    do(store, SET_UP, "patrols.end", made.id)


def _gate(store: Store) -> None:
    _all(
        _each(
            store,
            "gate.let_out",
            household_id="{number}",
            purpose="hospital",
            name="{p.name}",
            card="{p.mark}卡",
            allowed="{p.note}八",
            note="{p.note}九",
        )
    )
    _all(
        _each(
            store,
            "gate.turn_away",
            household_id="{number}",
            name="{p.name}",
            purpose="shopping",
            reason="{p.note}十",
        )
    )
    _all(
        _each(
            store,
            "gate.goods_in",
            supplier="鲜禾",
            pieces="2",
            household_id="{number}",
            note="{p.note}百",
        )
    )


def _community(store: Store) -> None:
    _all(_each(store, "community.offer", household_id="{number}", item="{p.medicine}",
               kind="medicine", note="{p.note}千"))  # fmt: skip
    _all(_each(store, "community.wish", household_id="{number}", item="{p.medicine}",
               kind="medicine", note="{p.note}万"))  # fmt: skip
    _all(_each(store, "community.report_conflict", kind="noise", household_id="{number}",
               matter="{p.note}甲"))  # fmt: skip
    _all(_each(store, "community.tell_story", text="{p.name}{p.note}乙", household_id="{number}"))
    _all(_each(store, "community.praise", text="{p.surname}家说送菜的人真好",
               household_id="{number}"))  # fmt: skip


def _isolation(store: Store) -> None:
    for person in PEOPLE:
        made = do(store, SET_UP, "isolation.open", resident_id=person.number,
                  kind="close", happened_on=dt.date(2022, 4, 6), source=person.source,
                  site=person.site, place="home" if person.grid == "一网格" else "central",
                  note=f"{person.note}丙",
                  supplies_id=VOLUNTEER if person.on_task else None)  # fmt: skip
        do(store, SET_UP, "isolation.temperature", made.id, tenths=371,
           symptoms=person.symptoms)  # fmt: skip


def _requests(store: Store) -> None:
    for person, made in _each(
        store,
        "requests.add",
        household_id="{number}",
        resident_id="{number}",
        kind="medicine",
        detail="{p.note}丁",
        item="{p.medicine}",
        urgency="urgent",
        again="1",
    ):
        if person.on_task:
            do(store, SET_UP, "requests.assign", made.id, assignee_id=VOLUNTEER)
        do(store, SET_UP, "requests.note", made.id, text=f"{person.note}戊")


def _round(store: Store) -> None:
    made = do(store, SET_UP, "rounds.plan", kind="test", starts_at=at("06:00"))
    do(store, SET_UP, "rounds.issue_tubes", made.id)
    do(store, SET_UP, "rounds.start", made.id)


def _buy(store: Store) -> None:
    do(store, SET_UP, "group_buys.add_supplier", name="鲜禾蔬菜配送")
    product = {"name": "白菜包", "price_fen": 2500, "unit": "包", "most": 10}
    made = do(store, SET_UP, "group_buys.add", title="4月8日蔬菜", kind="vegetables",
              supplier_id=1, cut_off_at=at("18:00"), products=[product])  # fmt: skip
    do(store, SET_UP, "group_buys.open", made.id)
    _all(
        _each(
            store,
            "group_buys.order",
            household_id="{number}",
            product_id="1",
            quantity="1",
            placed_by="{p.name}",
            note="{p.note}己",
        )
    )
    for person in PEOPLE:
        do(store, SET_UP, "group_buys.complain", made.id, text="叶子蔫了",
           household_id=person.number)  # fmt: skip


def _edits(store: Store) -> None:
    """What changed since, so that the journal has both values."""
    for person in PEOPLE:
        do(store, SET_UP, "homes.set_phone", person.number, phone=person.phone + ";0431123456")
        do(store, SET_UP, "homes.set_phone", person.number, phone=person.phone)
        do(store, SET_UP, "care.set_condition", person.number, condition=person.serious + "重")


__all__ = ["PEOPLE", "Person", "actors", "known_persons"]
