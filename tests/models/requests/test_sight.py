"""Nobody sees more of a request than the work in hand needs."""

import pytest

from models import acts
from models.find import anything
from models.requests import (
    RequestLine,
    alarms,
    at_door,
    counts,
    find_requests,
    panel,
)
from models.rules.refusal import Refusal
from models.store import Actor, Role
from models.store.register import Sheet, lookup_kind
from models.words import Words, table
from tests.models.requests_branch import Desk

WALL = Actor(None, "大屏", Role.wallboard)


def line(desk: Desk, actor: Actor, number: int) -> RequestLine:
    with desk.store.reading(actor) as session:
        return next(one for one in panel(session) if one.number == number)


def sheet(desk: Desk, actor: Actor, number: int) -> Sheet:
    with desk.store.reading(actor) as session:
        return lookup_kind("requests.request").sheet(session, number)


@pytest.fixture
def medicine(desk: Desk) -> int:
    """A medicine run of the volunteer's, in the grid leader's grid."""
    return desk.record(
        kind="medicine",
        detail="奥氮平 5mg",
        resident_id=desk.resident,
        assignee_id=desk.volunteer.id,
    )


@pytest.mark.parametrize(
    "who, door, name, detail",
    [
        ("secretary", "3-2-401", "王秀芝", "奥氮平 5mg"),
        ("grid_leader", "3-2-401", "王秀芝", "***"),
        ("volunteer", "3-2-401", "王阿姨", "奥氮平 5mg"),
        ("shift_leader", "3-*", "王**", "***"),
        ("other", "3-*", "王**", "***"),
    ],
)
def test_everybody_sees_what_the_table_grants(
    desk: Desk, medicine: int, who: str, door: str, name: str, detail: str
) -> None:
    actor: Actor = getattr(desk, who)
    one = line(desk, actor, medicine)
    assert (one.door, one.name, one.detail) == (door, name, detail)
    opened = sheet(desk, actor, medicine)
    told = f"{opened}"
    assert ("奥氮平" in told) is ("奥氮平" in detail)
    assert ("王秀芝" in told) is (name == "王秀芝")
    assert ("3-2-401" in told) is (door == "3-2-401")
    with desk.store.reading(actor) as session:
        (found,) = find_requests(session, f"#{medicine}", 5)
    assert found.detail == detail
    assert ("王秀芝" in found.label) is (name == "王秀芝")


def test_what_is_no_illness_may_be_read_by_all_who_might_help(desk: Desk) -> None:
    number = desk.record(kind="carry", detail="大米两袋")
    assert line(desk, desk.other, number).detail == "大米两袋"


def test_whoever_wrote_it_down_reads_it_until_somebody_has_it(desk: Desk) -> None:
    number = desk.record(desk.other, kind="medicine", detail="奥氮平 5mg")
    assert line(desk, desk.other, number).detail == "奥氮平 5mg"
    desk.do(desk.volunteer, "requests.claim", number)
    assert line(desk, desk.other, number).detail == "***"
    assert line(desk, desk.volunteer, number).detail == "奥氮平 5mg"


def test_once_it_is_settled_nobody_is_on_its_task(desk: Desk, medicine: int) -> None:
    desk.do(desk.volunteer, "requests.start", medicine)
    desk.do(desk.volunteer, "requests.done", medicine)
    assert "奥氮平" in f"{sheet(desk, desk.volunteer, medicine)}"
    desk.do(desk.volunteer, "requests.confirm", medicine)
    assert "奥氮平" not in f"{sheet(desk, desk.volunteer, medicine)}"


def test_the_wall_board_sees_numbers_and_nobody(desk: Desk, medicine: int) -> None:
    with desk.store.reading(WALL) as session:
        assert counts(session).open == 1
        assert panel(session) == at_door(session, desk.door) == alarms(session) == ()
        assert find_requests(session, f"#{medicine}", 5) == ()
        with pytest.raises(Refusal):
            lookup_kind("requests.request").sheet(session, medicine)


def test_a_sheet_shows_whom_to_call_while_it_is_open(desk: Desk, medicine: int) -> None:
    def labels() -> set[str]:
        return {field.label for field in sheet(desk, desk.secretary, medicine).fields}

    assert "field.partners" in labels()
    desk.do(desk.secretary, "requests.close", medicine)
    assert "field.partners" not in labels()
    assert labels() <= table().keys()


@pytest.mark.parametrize("typed", ["王秀芝", "王阿姨", "wangxiuzhi", "wxz"])
def test_my_own_job_is_found_by_the_name_of_whom_it_is_for(
    desk: Desk, medicine: int, typed: str
) -> None:
    def found(viewer: Actor) -> list[tuple[str, str]]:
        with desk.store.reading(viewer) as session:
            return [(one.kind, one.label) for one in anything(session, typed)]

    assert found(desk.volunteer) == [("requests.request", f"#{medicine} 3-2-401 王阿姨")]
    assert found(desk.other) == found(desk.shift_leader) == found(WALL) == []
    desk.do(desk.volunteer, "requests.start", medicine)
    desk.do(desk.volunteer, "requests.done", medicine)
    desk.do(desk.volunteer, "requests.confirm", medicine)
    assert found(desk.volunteer) == []


@pytest.mark.parametrize("typed", ["#{n}", "{n}", " ＃{n} ", "# {n}"])
def test_a_request_is_found_by_its_number(desk: Desk, medicine: int, typed: str) -> None:
    with desk.store.reading(desk.secretary) as session:
        (found,) = find_requests(session, typed.format(n=medicine), 5)
    assert (found.kind, found.id, found.label) == (
        "requests.request",
        medicine,
        f"#{medicine} 3-2-401 王秀芝",
    )


@pytest.mark.parametrize("typed", ["", "#", "王秀芝", "3-2-401", "99999", "1" * 40])
def test_nothing_else_finds_a_request(desk: Desk, medicine: int, typed: str) -> None:
    with desk.store.reading(desk.secretary) as session:
        assert find_requests(session, typed, 5) == ()


def test_the_timeline_tells_every_step_in_both_languages(desk: Desk, medicine: int) -> None:
    desk.do(desk.volunteer, "requests.start", medicine)
    desk.do(desk.secretary, "requests.note", medicine, text="家属来电")
    desk.do(desk.volunteer, "requests.done", medicine, outcome="送到")
    with desk.store.reading(desk.secretary) as session:
        told = acts.timeline(session, "requests.request", medicine)
    assert [one.verb.partition(".")[2] for one in told] == ["done", "note", "start", "add"]
    for one in told:
        for lang in ("zh", "en"):
            sentence = Words(lang)(f"{one.verb}.did", **one.params)
            assert "3-2-401" in sentence and "{" not in sentence


def test_a_reason_stands_in_the_journal_unless_it_tells_of_an_illness(
    desk: Desk, medicine: int
) -> None:
    carry = desk.record()
    for number in (carry, medicine):
        desk.do(desk.secretary, "requests.note", number, text="先记")
        desk.do(desk.secretary, "requests.note", number, text="后记")
    with desk.store.reading(desk.other) as session:
        told = {n: acts.timeline(session, "requests.request", n) for n in (carry, medicine)}
    assert [one.why for one in told[carry]] == ["后记", "先记", ""]
    assert [one.why for one in told[medicine]] == ["", "", ""]
    assert "先记" not in f"{sheet(desk, desk.other, medicine)}"
    (notes,) = (
        field.value
        for field in sheet(desk, desk.volunteer, medicine).fields
        if field.label == "field.request_note"
    )
    assert notes == ("04-08 10:30 陈书宁: 后记", "04-08 10:30 陈书宁: 先记")
