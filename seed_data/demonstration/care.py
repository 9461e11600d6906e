"""The care list: about 190 people, their medicines, and who sees them; a few visits come late."""

import datetime as dt
import random
from functools import partial
from itertools import chain

from sqlmodel import col, select

from models.care import CareProfile, Medicine
from models.rules.refusal import Refusal
from models.store import Actor
from seed_data.demonstration.world import Person, World

LISTED = 190
BEGINS = 9
"""Days after the first on which the list is put together: the ledgers of that spring are of 28 to
30 March."""
VISITORS = ("冯桂芳", "于洋", "董雪", "何静", "谢敏", "曹婷", "彭慧", "林晓燕", "邓欣")
UNPAIRED_BY = "周素岚"
"""Who sees those that nobody is paired with yet."""
UNPAIRED = 0.04
SKIPPED = 0.045
"""How often a visit that is due is simply not made, and so comes late."""
MEDICINES = (
    ("苯磺酸氨氯地平片", "5mg", "1", "1", "片"),
    ("二甲双胍", "0.5g", "1", "2", "片"),
    ("阿托伐他汀钙片", "20mg", "1", "1", "片"),
    ("硝苯地平控释片", "30mg", "1", "1", "片"),
    ("阿司匹林肠溶片", "100mg", "1", "1", "片"),
    ("缬沙坦", "80mg", "1", "1", "粒"),
    ("甘精胰岛素", "300U/3mL", "12", "1", "U"),
    ("左甲状腺素", "50ug", "1", "1", "片"),
    ("氯吡格雷", "75mg", "1", "1", "片"),
    ("速效救心丸", "", "5", "3", "丸"),
)
REPORTED = dt.date(2022, 4, 20)
"""From this day on nobody is left out, because the branch is about to say that all are safe."""
CONDITIONS = (
    "高血压",
    "糖尿病",
    "冠心病",
    "高血压、糖尿病",
    "关节炎",
    "甲状腺功能减退",
    "脑梗后遗症",
)
LIST_HOUR, MORNING, AFTERNOON = 8.0, 8.8, 14.5
LONG, LONGER = 20, 40
"""Days: who has medicine for longer has so much more of it, and asks for none before May."""
BROUGHT = 56
"""Days that a medicine run brings: a long prescription, so that nobody has to ask twice."""


def plan(world: World) -> None:
    """Has the list drawn up once the first wave is over, and visited morning and afternoon."""
    chosen = _chosen(world)
    world.care = [person for person, _ in chosen]
    rng, begins = world.rng, world.first_day + dt.timedelta(BEGINS)
    visitors = [world.crew[name].id for name in VISITORS]
    values: list[dict[str, object]] = []
    for person, categories in chosen:
        paired = None if rng.random() < UNPAIRED else visitors[_building(person) % len(visitors)]
        values.append(
            {
                "resident_id": person.id,
                "categories": categories,
                "condition": rng.choice(CONDITIONS) if "ill" in categories else "",
                "volunteer_id": paired,
                "mobility": rng.choices(["independent", "partly", "dependent"], [12, 4, 1])[0],
                "key_holder": "对门邻居" if rng.random() < 0.2 else "",
                "due_at": world.moment(begins, 9 + rng.random() * 24),
            }
        )
    taken = [_taken(rng) if value["condition"] else [] for value in values]
    world.at(world.moment(begins, LIST_HOUR), lambda: _draw_up(world, values, taken))
    for day in world.days[BEGINS:]:
        if day > begins:
            world.at(world.moment(day, 7.5), lambda: _refills(world))
        for hour in (MORNING, AFTERNOON):
            for place, name in enumerate((*VISITORS, UNPAIRED_BY)):
                at = world.moment(day, hour + place * 0.16)
                world.at(at, partial(_round, world, name))


def _draw_up(
    world: World, values: list[dict[str, object]], taken: list[list[dict[str, object]]]
) -> None:
    """A grid leader writes the list down, and what each one takes as the families told it."""
    leader = world.crew["周素岚"]
    made = world.ids(world.do(leader, "care.add_profile", *values))
    ids = [row for row, medicines in zip(made, taken, strict=True) for _ in medicines]
    world.do(leader, "care.add_medicine", *chain.from_iterable(taken), ids=ids)


def _building(person: Person) -> int:
    return int(person.door.split("-")[0])


def _chosen(world: World) -> list[tuple[Person, list[str]]]:
    rng = world.rng
    found: list[tuple[Person, list[str]]] = []
    for person in world.people:
        age = 2022 - person.birth_year
        categories = []
        if age >= 70 or (age >= 62 and rng.random() < 0.3):
            categories.append("elderly")
        if "lives_alone" in person.tags:
            categories.append("lives_alone")
        if "low_income" in person.tags:
            categories.append("dibao")
        if (categories and rng.random() < 0.6) or rng.random() < 0.012:
            categories += ["ill", "chronic"]
        if age <= 1:
            categories.append("infant")
        if age >= 75 and rng.random() < 0.3:
            categories.append("no_smartphone")
        if person.present and categories:
            found.append((person, categories))
    found.sort(key=lambda entry: (-len(entry[1]), entry[0].id))
    listed = sorted(found[:LISTED], key=lambda entry: entry[0].id)
    for place, extra in ((3, "dialysis"), (71, "dialysis"), (40, "chemo"), (12, "disabled")):
        listed[place][1].append(extra)
    return listed


def _taken(rng: random.Random) -> list[dict[str, object]]:
    medicines: list[dict[str, object]] = []
    for name, strength, units, doses, unit in rng.sample(MEDICINES, rng.choice([1, 1, 2])):
        daily, lasts = int(units) * int(doses), rng.randint(5, 45)
        medicines.append(
            {
                "name": name,
                "strength": strength,
                "units_per_dose": units,
                "doses_per_day": doses,
                "unit": unit,
                "count": daily * (lasts + LONGER if lasts > LONG else lasts),
            }
        )
    return medicines


def _refills(world: World) -> None:
    """What the desk itself does every hour: asks in time for what runs out."""
    with world.store.reading(world.secretary) as session:
        before = session.exec(select(Medicine.refill_request_id)).all()
    world.do(Actor.clock(), "care.raise_refills")
    with world.store.reading(world.secretary) as session:
        after = session.exec(select(Medicine.refill_request_id)).all()
    world.refills += len(set(after) - set(before))


def refill(world: World, requests: list[int]) -> None:
    """What a medicine run brought is counted again behind its door."""
    with world.store.reading(world.secretary) as session:
        rows = session.exec(
            select(Medicine).where(col(Medicine.refill_request_id).in_(requests))
        ).all()
        brought = {
            row.id or 0: int(float(row.units_per_dose) * float(row.doses_per_day) * BROUGHT)
            for row in rows
        }
    if brought:
        counts = [{"count": count} for count in brought.values()]
        world.do(world.secretary, "care.count_medicine", *counts, ids=list(brought))


def _round(world: World, name: str) -> None:
    """One visitor's round: everybody paired with him or her who comes due before the next one."""
    actor, rng = world.crew[name], world.rng
    now = world.clock.now()
    last = world.clock.today() >= REPORTED
    paired = None if name == UNPAIRED_BY else actor.id
    with world.store.reading(actor) as session:
        due = session.exec(
            select(CareProfile.id)
            .where(
                CareProfile.volunteer_id == paired,
                CareProfile.state == "active",
                CareProfile.due_at < now + dt.timedelta(hours=7),
            )
            .order_by(col(CareProfile.due_at))
        ).all()
    values: list[dict[str, object]] = []
    ids: list[int] = []
    for profile in due if last else due[:14]:
        if rng.random() < SKIPPED and not last:
            continue
        ids.append(profile or 0)
        values.append(_contact(world, last))
    if ids:
        try:
            world.do(actor, "care.record_contact", *values, ids=ids)
        except Refusal:
            return


def _contact(world: World, last: bool) -> dict[str, object]:
    chance = world.rng.random()
    if last:
        return {"way": "door", "outcome": "well", "met": "met"}
    if chance < 0.02:
        return {"way": "call", "outcome": "no_answer", "met": "met"}
    if chance < 0.35:
        return {"way": "call", "outcome": "well", "met": "spoke"}
    if chance < 0.37:
        return {"way": "door", "outcome": "well", "met": "left_at_door"}
    note = world.rng.choice(["", "", "", "精神好", "菜够吃", "血压稳定", "想吃水果", "腿有点肿"])
    return {"way": "door", "outcome": "well", "met": "met", "note": note}
