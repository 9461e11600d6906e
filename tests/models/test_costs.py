"""What a write asks of the database: little for one record, hardly more for many, and the same no.

An act of many records reads once what all of them are about; it must refuse what it would have
refused had they been done one by one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.homes import ResidentDraft
from models.rules.refusal import Refusal
from models.shifts import Seat
from models.store import Actor, FrozenClock, Store
from models.store.register import draft_for, perform
from tests.conftest import CountStatements, Statements
from tests.models.care_branch import Care, built, copied
from tests.models.compound import build_compound
from tests.models.crew import SET_UP, do, shift, with_people, with_posts
from tests.models.storeroom import GOWN, MASK, MILK, furnish, on_hand, receive

SEALING = 6
"""Last act, act, what it said, entries, what they held, revisions."""
GATE, BARRIER = 1, 2


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Care:
    """A branch with a care list, made once."""
    return built(tmp_path_factory.mktemp("costs"))


@pytest.fixture
def care(branch: Care, tmp_path: Path, clock: FrozenClock) -> Iterator[Care]:
    """A copy of it."""
    with copied(branch, tmp_path, clock) as copy:
        yield copy


def reads(asked: Statements) -> int:
    return sum(text.startswith("SELECT") for text in asked.texts)


def test_a_flat_act_reads_its_row_writes_it_and_is_sealed(
    care: Care, count_statements: CountStatements
) -> None:
    request = care.do(care.secretary, "requests.add", household_id=1, kind="carry", detail="米")
    draft = draft_for("requests.note", {"text": "已联系"}, request.id)
    with count_statements(care.store) as asked:
        perform(care.store, care.secretary, "requests.note", draft)
    assert asked.count == 2 + SEALING, asked.texts


def test_the_rules_are_read_by_the_first_act_only(
    care: Care, count_statements: CountStatements
) -> None:
    drafts = [
        draft_for("requests.add", {"household_id": 1, "kind": kind, "detail": "米"})
        for kind in ("carry", "drain")
    ]
    perform(care.store, care.secretary, "requests.add", drafts[0])
    with count_statements(care.store) as asked:
        perform(care.store, care.secretary, "requests.add", drafts[1])
    assert not any("FROM rule_set" in text for text in asked.texts)


def test_visits_recorded_together_are_read_together(
    care: Care, count_statements: CountStatements
) -> None:
    listed = [care.list(one) for one in (care.wang, care.li, care.zhao)]
    asked_for = []
    for together in (listed[:1], listed[:2], listed):
        drafts = [draft_for("care.record_contact", {"outcome": "well"}, one) for one in together]
        with count_statements(care.store) as asked:
            perform(care.store, care.volunteer, "care.record_contact", *drafts)
        asked_for.append(reads(asked))
    # Rules were read by then; several new rows ask for their first id.
    assert asked_for[2] <= asked_for[0] + 1 <= 6, asked_for


def test_the_same_person_visited_twice_in_one_act_is_tried_twice(care: Care) -> None:
    profile = care.list()
    draft = draft_for("care.record_contact", {"outcome": "no_answer"}, profile)
    done = perform(care.store, care.volunteer, "care.record_contact", draft, draft)
    assert [row.attempt for row in done.rows] == [1, 2]  # type: ignore[attr-defined]
    assert care.row(profile).tries == 2


def list_and_tell(care: Care, people: list[int], names: list[str]) -> None:
    """Puts people on the list as one act, and what each of them takes as another."""
    drafts = [draft_for("care.add_profile", {"resident_id": one}) for one in people]
    listed = perform(care.store, care.secretary, "care.add_profile", *drafts).rows
    told = [
        draft_for("care.add_medicine", {"name": name, "count": 40}, row.id)  # type: ignore[attr-defined]
        for row in listed
        for name in names
    ]
    taken = perform(care.store, care.secretary, "care.add_medicine", *told).rows
    counts = [
        draft_for("care.count_medicine", {"count": 30}, row.id)  # type: ignore[attr-defined]
        for row in taken
    ]
    perform(care.store, care.secretary, "care.count_medicine", *counts)


def test_a_list_drawn_up_at_once_is_read_at_once(
    care: Care, count_statements: CountStatements
) -> None:
    care.list(care.sun)  # the rules are read by then
    with count_statements(care.store) as few:
        list_and_tell(care, [care.wang], ["二甲双胍", "缬沙坦"])
    with count_statements(care.store) as more:
        list_and_tell(care, [care.li, care.zhao], ["二甲双胍", "缬沙坦", "阿司匹林"])
    # Several new rows ask for their first id.
    assert reads(more) <= reads(few) + 1, more.texts


def test_an_act_that_lists_and_tells_sees_what_it_did_itself(care: Care) -> None:
    twice = [draft_for("care.add_profile", {"resident_id": care.li}) for _ in range(2)]
    with pytest.raises(Refusal, match="refuse.care.listed"):
        perform(care.store, care.secretary, "care.add_profile", *twice)
    profile = care.list()
    same = [draft_for("care.add_medicine", {"name": "缬沙坦", "count": 9}, profile)] * 2
    with pytest.raises(Refusal) as no:
        perform(care.store, care.secretary, "care.add_medicine", *same)
    assert no.value.fields == {"name": ("refuse.care.medicine_known", {})}  # type: ignore[attr-defined]


def test_things_given_out_together_are_looked_up_together(
    store: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    furnish(store)
    for item in (GOWN, MASK, MILK):
        receive(store, item, 60)

    def issue(*quantities: tuple[int, int]) -> None:
        drafts = [
            draft_for("stock.issue", {"quantity": n, "party": "北门", "sure": True}, item)
            for item, n in quantities
        ]
        perform(store, secretary, "stock.issue", *drafts)

    with count_statements(store) as few:
        issue((GOWN, 10), (MASK, 10))
    with count_statements(store) as more:
        issue((GOWN, 10), (MASK, 10), (MILK, 10))
    assert reads(more) == reads(few)
    issue((GOWN, 15), (GOWN, 15))
    assert sum(on_hand(store, GOWN).values()) == 10
    with pytest.raises(Refusal, match="refuse.stock.short_of"):
        issue((GOWN, 6), (GOWN, 6))


def test_two_routes_set_out_on_together_need_two_walkers(
    store: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    with_people(store)
    for name in ("东线", "西线"):
        do(store, SET_UP, "shifts.add_post", name=name, kind="patrol_route")

    def set_out(*walkers: int) -> tuple[object, ...]:
        drafts = [
            draft_for("patrols.set_out", {"route_id": route, "walker_id": walker})
            for route, walker in enumerate(walkers, 1)
        ]
        return perform(store, secretary, "patrols.set_out", *drafts).rows

    with pytest.raises(Refusal, match="refuse.patrols.walking"):
        set_out(4, 4)
    ids = [row.id for row in set_out(4, 5)]  # type: ignore[attr-defined]
    with count_statements(store) as asked:
        drafts = [draft_for("patrols.end", {}, patrol) for patrol in ids]
        perform(store, secretary, "patrols.end", *drafts)
    assert sum("FROM patrol " in text for text in asked.texts) == 1


def assign(store: Store, actor: Actor, *pairs: tuple[int, int]) -> tuple[object, ...]:
    drafts = [
        draft_for("shifts.assign", {"volunteer_id": who, "reason": "人手不足"}, seat)
        for seat, who in pairs
    ]
    return perform(store, actor, "shifts.assign", *drafts).rows


def test_people_assigned_together_are_looked_at_together(
    store: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    with_posts(store)
    days = [f"2022-04-{day:02d}" for day in range(10, 20)]
    seats = [shift(store, BARRIER, "08:00", "12:00", day=day) for day in days]
    assign(store, secretary, (seats[0], 3))
    with count_statements(store) as asked:
        assign(store, secretary, (seats[1], 4), (seats[2], 5))
    few = reads(asked)
    with count_statements(store) as asked:
        assign(store, secretary, *((seat, 3 + n % 3) for n, seat in enumerate(seats[3:])))
    assert reads(asked) == few <= 9, asked.texts


def test_an_act_of_many_assignments_knows_what_it_did_itself(
    store: Store, secretary: Actor
) -> None:
    with_posts(store)
    gate = shift(store, GATE, "14:00", "18:00")
    across = shift(store, BARRIER, "16:00", "20:00")
    with pytest.raises(Refusal) as no:
        assign(store, secretary, (gate, 5), (across, 5))
    assert (no.value.key, no.value.params["other"]) == ("refuse.shifts.overlap", "北门卡点")
    with store.reading(secretary) as session:
        seat = session.get(Seat, gate)
        assert seat is not None and seat.volunteer_id is None


def test_a_sheet_of_those_who_stood_is_read_at_once(
    store: Store, secretary: Actor, clock: FrozenClock, count_statements: CountStatements
) -> None:
    with_posts(store)
    days = [f"2022-04-{day:02d}" for day in range(10, 14)]
    seats = [shift(store, BARRIER, "08:00", "12:00", day=day) for day in days]
    assign(store, secretary, *((seat, 4) for seat in seats))
    clock.set("2022-04-13T18:00")
    asked_for = []
    for together in (seats[:1], seats[1:]):
        drafts = [draft_for("shifts.record_served", {}, seat) for seat in together]
        with count_statements(store) as asked:
            perform(store, secretary, "shifts.record_served", *drafts)
        asked_for.append(reads(asked))
    assert asked_for[1] == asked_for[0], asked_for


def test_people_registered_together_are_compared_with_each_other(
    store: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    compound = build_compound(store, secretary)
    door = compound.doors["3-2-401"]

    def register(*names: str) -> None:
        drafts = [ResidentDraft(household_id=door, name=name, birth_year=1980) for name in names]
        perform(store, secretary, "homes.add_resident", *drafts)

    costs = []
    for names in (("甲一", "甲二"), tuple(f"乙{n}" for n in range(9))):
        with count_statements(store) as asked:
            register(*names)
        costs.append(asked.count)
    assert costs[0] == costs[1], costs
    for twice in (("丙一", "丙一"), ("丁一", "甲一")):
        with pytest.raises(Refusal, match="refuse.homes.resident_known"):
            register(*twice)
