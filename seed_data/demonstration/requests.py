"""Requests: 307 medicine runs, 121 carries and 52 odd problems over 27 days, some late, some open.

Medicine and carries are all asked for by households of the care list. A perfect history would look
invented: some are done past their promise, some wait, some are given back, a few come again.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlmodel import col, select

from models.requests import Request, RequestKind, RequestState
from models.rules.refusal import Refusal
from models.store import Actor
from seed_data.demonstration import care
from seed_data.demonstration.world import Person, World

DAYS = 27
"""20 March to 15 April."""
MEDICINES = (
    "苯磺酸氨氯地平片5mg",
    "二甲双胍0.5g",
    "阿托伐他汀钙片20mg",
    "硝苯地平控释片30mg",
    "甘精胰岛素笔芯",
    "阿司匹林肠溶片100mg",
    "缬沙坦80mg",
    "血糖试纸",
    "速效救心丸",
    "布洛芬混悬液",
    "左甲状腺素50ug",
    "氯吡格雷75mg",
    "碳酸钙D3",
    "沙丁胺醇气雾剂",
)
LOADS = ("米面油搬到家门口", "蔬菜包搬上楼", "矿泉水两箱", "保供箱搬上楼", "氧气机搬上楼")
ODD = (
    ("drain", "厨房下水堵了"),
    ("drain", "卫生间返水"),
    ("drain", "地漏堵"),
    ("family_conflict", "老两口吵架，请人劝"),
    ("family_conflict", "孩子上网课闹矛盾"),
    ("family_conflict", "楼上楼下因噪音起争执"),
    ("pay_bill", "代缴燃气费"),
    ("pay_bill", "代缴电费"),
    ("pay_bill", "手机停机代缴话费"),
    ("lock_out", "倒垃圾门被风带上"),
    ("pet", "鹦鹉没粮了"),
    ("pet", "猫砂用完了"),
    ("psychological", "独居害怕，睡不着"),
    ("psychological", "焦虑，想找人说话"),
    ("other", "灯坏了换灯泡"),
    ("other", "老花镜断了"),
    ("other", "电视没信号"),
)
FOOD = ("买菜：土豆、白菜、鸡蛋", "买婴儿奶粉一罐", "买成人纸尿裤", "买水果给孩子")
TRIPS = ("血透，约车", "孕检，约车", "化疗复诊，约车", "胸闷，请联系就医")
TOTALS = {"medicine": 307, "carry": 121, "odd": 52, "groceries": 44, "hospital_trip": 26}
LATE, GIVEN_BACK, UNRESOLVED = 0.07, 0.04, 0.4
MEDICINE, GOODS = ("medicine",), ("carry", "groceries")
RUNS = {MEDICINE: ("何静", "徐涛", "谢敏"), GOODS: ("袁博", "许永", "宋凯", "董雪")}
"""What is done in trips, and who makes them: nobody walks to the chemist for one box."""
TIMETABLE = ((11, MEDICINE), (13, GOODS), (16, MEDICINE), (17.5, GOODS), (19.5, MEDICINE))


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for."""

    at: dt.datetime
    kind: str
    detail: str
    person: Person


def plan(world: World) -> None:
    """Draws every request of the 27 days, so that an earlier end cuts and does not reshuffle."""
    listed = world.care or [p for p in world.people if p.present]
    anybody = [person for person in world.people if person.present]
    rng = world.rng
    by_hour: dict[tuple[dt.date, int], list[Ask]] = {}
    for group, total in TOTALS.items():
        for place in range(total):
            day = world.first_day + dt.timedelta(place * DAYS // total)
            hour = min(21.5, max(6.5, rng.gauss(11.2, 3.4)))
            kind, detail = _what(world, group)
            person = rng.choice(listed if group in ("medicine", "carry") else anybody)
            ask = Ask(world.moment(day, hour), kind, detail, person)
            by_hour.setdefault((day, int(hour)), []).append(ask)
    for asks in by_hour.values():
        asks.sort(key=lambda ask: ask.at)
        world.at(asks[-1].at, partial(_record, world, asks))
    for day in world.days:
        for hour, kinds in TIMETABLE:
            world.at(world.moment(day, hour), partial(_run, world, kinds))
        world.at(world.moment(day, 19.5), lambda: _call_back(world))


def _what(world: World, group: str) -> tuple[str, str]:
    rng = world.rng
    if group == "medicine":
        return "medicine", rng.choice(MEDICINES)
    if group == "odd":
        return rng.choice(ODD)
    texts = {"carry": LOADS, "groceries": FOOD, "hospital_trip": TRIPS}[group]
    return group, rng.choice(texts)


def _record(world: World, asks: Sequence[Ask]) -> None:
    """Whoever answers the telephone writes down together what an hour brought."""
    rng = world.rng
    who = rng.choice(list(world.crew.values()))
    told = [ask for ask in asks if not _asked_already(world, ask)]
    if not told:
        return
    made = world.ids(world.do(who, "requests.add", *(_values(rng, ask) for ask in told)))
    for request, ask in zip(made, told, strict=True):
        if ask.kind in (*MEDICINE, *GOODS):
            continue
        helper = rng.choice(list(world.crew.values())[2:])
        claim = world.clock.now() + dt.timedelta(minutes=rng.randint(4, 50))
        if world.clock.local(claim).hour >= 22:
            claim += dt.timedelta(hours=9)
        world.at(claim, partial(_take_on, world, request, helper, ask))


def _asked_already(world: World, ask: Ask) -> bool:
    """Whether the care list has asked for this medicine itself."""
    if ask.kind != "medicine" or not world.refills:
        return False
    world.refills -= 1
    return True


def _values(rng: random.Random, ask: Ask) -> dict[str, object]:
    values: dict[str, object] = {
        "household_id": ask.person.household,
        "resident_id": ask.person.id,
        "kind": ask.kind,
        "detail": ask.detail,
        "source": rng.choice(["phone", "phone", "group_chat", "in_person"]),
        "again": True,
    }
    if ask.kind == "medicine":
        values["quantity"] = rng.choice([1, 1, 2, 3])
    return values


def _run(world: World, kinds: tuple[str, ...]) -> None:
    """One trip for everything of its kinds that waits: claimed, begun and done together."""
    rng = world.rng
    with world.store.reading(world.secretary) as session:
        waiting = session.exec(
            select(Request.id).where(
                col(Request.kind).in_([RequestKind(kind) for kind in kinds]),
                Request.state == RequestState.triaged,
            )
        ).all()
    left = [request or 0 for request in waiting if not _left_open(world)]
    if not left:
        return
    helper = world.crew[rng.choice(RUNS[kinds])]
    world.do(helper, "requests.claim", ids=left)
    now = world.clock.now()
    set_out = now + dt.timedelta(minutes=rng.randint(5, 25))
    world.at(set_out, lambda: world.do(helper, "requests.start", ids=left))
    late = [request for request in left if rng.random() < LATE]
    back = set_out + dt.timedelta(minutes=rng.randint(70, 200))
    done = [request for request in left if request not in late]
    world.at(back, lambda: world.do(helper, "requests.done", ids=done) if done else None)
    for request in late:
        world.at(back, partial(_wait, world, request, helper))
    if kinds == MEDICINE and done:
        world.at(back, lambda: care.refill(world, done))
        world.at(back + dt.timedelta(minutes=15), lambda: _settle_money(world, done, helper))


def _left_open(world: World) -> bool:
    """Whether nobody gets round to it; only of the last days, for nobody is forgotten for weeks."""
    late = world.until - world.clock.now() < dt.timedelta(days=3)
    return late and world.rng.random() < UNRESOLVED


def _take_on(world: World, request: int, helper: Actor, ask: Ask) -> None:
    rng = world.rng
    if not _step(world, helper, "requests.claim", request):
        return
    now, chance = world.clock.now(), rng.random()
    if chance < GIVEN_BACK:
        other = rng.choice(list(world.crew.values())[2:])
        later = now + dt.timedelta(minutes=rng.randint(20, 90))
        world.at(later, lambda: _give_back(world, request, helper, other, ask))
        return
    if _left_open(world):
        return
    hours = {"hospital_trip": 0.85, "lock_out": 0.7, "psychological": 3.0}
    took = hours.get(ask.kind, 6.0) * rng.uniform(0.3, 1.3)
    if rng.random() < LATE:
        took = took * 3 + 6
    end = now + dt.timedelta(hours=took)
    if 22 <= world.clock.local(end).hour or world.clock.local(end).hour < 6:
        end += dt.timedelta(hours=9)
    world.at(now + dt.timedelta(minutes=5), lambda: _step(world, helper, "requests.start", request))
    world.at(end, lambda: _finish(world, request, helper, ask))


def _give_back(world: World, request: int, helper: Actor, other: Actor, ask: Ask) -> None:
    world.try_to(helper, "requests.release", {"reason": "临时去顶班"}, request)
    _take_on(world, request, other, ask)


def _wait(world: World, request: int, helper: Actor) -> None:
    """The chemist has none: it waits until the next day, and is done late."""
    wake = world.clock.now() + dt.timedelta(hours=world.rng.randint(10, 22))
    reason = world.rng.choice(["药店断货，明早到货", "等家属回电话", "等下一趟车"])
    values = {"waiting_for": "supplier", "reason": reason, "wake_at": wake}
    world.try_to(helper, "requests.wait", values, request)
    world.at(wake, lambda: _step(world, helper, "requests.wake", request))
    world.at(wake + dt.timedelta(hours=2), lambda: _step(world, helper, "requests.start", request))
    world.at(wake + dt.timedelta(hours=4), lambda: _step(world, helper, "requests.done", request))


def _settle_money(world: World, requests: list[int], helper: Actor) -> None:
    """What was laid out for some of a run is written down, and paid back the same evening."""
    paid = [request for request in requests if world.rng.random() < 0.3]
    if not paid:
        return
    amounts = [{"amount_fen": world.rng.randint(12, 260) * 100} for _ in paid]
    world.do(helper, "requests.advance_money", *amounts, ids=paid)
    receipts = [{"receipt_no": f"S{request:05d}"} for request in paid]
    if world.rng.random() < 0.92:
        later = world.clock.now() + dt.timedelta(hours=3)
        world.at(later, lambda: world.do(helper, "requests.repay", *receipts, ids=paid))


def _finish(world: World, request: int, helper: Actor, ask: Ask) -> None:
    if not _step(world, helper, "requests.done", request):
        _step(world, helper, "requests.start", request)
        _step(world, helper, "requests.done", request)


def _call_back(world: World) -> None:
    """In the evening somebody calls those whose request was done and asks how it was."""
    with world.store.reading(world.secretary) as session:
        done = session.exec(select(Request.id).where(Request.state == RequestState.done)).all()
    asked: dict[str, list[int]] = {}
    for row in done:
        said = world.rng.choices(["satisfied", "no_answer", "not_satisfied"], [30, 5, 1])[0]
        asked.setdefault(said, []).append(row or 0)
    caller = world.crew["谢敏"]
    for said, rows in asked.items():
        world.do(caller, "requests.confirm", *({"satisfaction": said} for _ in rows), ids=rows)


def _step(world: World, who: Actor, verb: str, request: int) -> bool:
    try:
        world.do(who, verb, ids=[request])
    except Refusal:
        return False
    return True
