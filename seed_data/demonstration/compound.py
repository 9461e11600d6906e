"""The compound: 12 buildings, 634 doors, 1,300 people of whom 1,100 are present."""

from models.store import Actor, Role
from seed_data.demonstration import names
from seed_data.demonstration.world import Person, World
from seed_data.rule_sets import RULE_SETS

HOUSEHOLDS, RESIDENTS, PRESENT = 634, 1300, 1100
STAIRWELLS = (3, 3, 4, 3, 3, 4, 3, 3, 4, 3, 3, 4)
"""Stairwells of each building: 40 of sixteen doors each; six doors are shops and not homes."""
SHOPS = ("1-1-101", "4-1-101", "6-1-101", "8-1-101", "10-1-101", "12-1-101")
KNOWN: tuple[str, dict[str, object]] = (
    "3-2-401",
    {
        "name": "王秀芝",
        "birth_year": 1941,
        "sex": "female",
        "presence": "present",
        "away_reason": None,
        "tags": ["lives_alone"],
    },
)
"""The (invented) neighbour whom every example of the desk and its pages asks for."""
REASONS = ("elsewhere", "work", "school", "family", "stranded")
SETUP = Actor(None, "setup", Role.secretary, "setup")


def settle(world: World) -> None:
    """Founds the branch, builds the doors, and has the people move in."""
    world.do(
        SETUP,
        "branch.found",
        {"name": "临时党支部", "compound": "全安市场小区二期", "first_day": world.first_day},
    )
    # Nobody in that spring knew the rules of the next: what begins later is not there.
    rules = [
        {"kind": r["kind"], "name": r["name"], "begins_on": r["from"], "data": r["data"]}
        for r in RULE_SETS
        if str(r["from"]) <= world.until.date().isoformat()
    ]
    world.do(SETUP, "branch.install_rule_sets", {"rows": rules})
    doors = _doors()
    made = world.do(SETUP, "homes.add_household", *({"door": d, "grid": _grid(d)} for d in doors))
    households = dict(zip(doors, world.ids(made), strict=True))
    drawn = _people(world, doors)
    values = [_values(world, person, households[door]) for door, person in drawn]
    made = world.do(SETUP, "homes.add_resident", *values)
    for (door, person), row in zip(drawn, world.ids(made), strict=True):
        world.people.append(
            Person(
                id=row,
                household=households[door],
                door=door,
                name=str(person["name"]),
                birth_year=int(str(person["birth_year"])),
                present=person["presence"] == "present",
                tags=tuple(map(str, person["tags"])) if isinstance(person["tags"], list) else (),
            )
        )


def _doors() -> list[str]:
    doors = [
        f"{building}-{stairwell}-{floor}0{room}"
        for building, stairwells in enumerate(STAIRWELLS, 1)
        for stairwell in range(1, stairwells + 1)
        for floor in range(1, 7)
        for room in ((1,) if floor == 1 else (1, 2, 3))
    ]
    return [door for door in doors if door not in SHOPS]


def _grid(door: str) -> str:
    return "一网格" if int(door.split("-")[0]) <= 6 else "二网格"


def _people(world: World, doors: list[str]) -> list[tuple[str, dict[str, object]]]:
    """Who lives where: everybody's name, year and presence, door by door."""
    rng = world.rng
    sizes = dict.fromkeys(doors, 1)
    alone = {KNOWN[0]}
    left = RESIDENTS - len(doors)
    while left:
        door = rng.choice(doors)
        if door not in alone and sizes[door] < (5 if rng.random() < 0.15 else 3):
            sizes[door] += 1
            left -= 1
    drawn: list[tuple[str, dict[str, object]]] = []
    for door in doors:
        family = names.surname(rng)
        elder = rng.random() < 0.27
        base = rng.randint(1932, 1961) if elder else rng.randint(1962, 1996)
        if door == KNOWN[0]:
            drawn.append((door, dict(KNOWN[1])))
            continue
        for place in range(sizes[door]):
            year = base + (rng.randint(-3, 4) if place < 2 else rng.randint(22, 32))
            year = min(year, 2021)
            woman = rng.random() < 0.52
            shared = "" if place == 1 else family
            drawn.append(
                (
                    door,
                    {
                        "name": names.name(rng, woman, year, shared),
                        "birth_year": year,
                        "sex": "female" if woman else "male",
                        "presence": "present",
                        "away_reason": None,
                        "tags": _tags(world, year, sizes[door]),
                    },
                )
            )
    others = [entry for entry in drawn if entry[0] != KNOWN[0]]
    for _, person in rng.sample(others, RESIDENTS - PRESENT):
        person["presence"] = "hospital" if rng.random() < 0.04 else "away"
        if person["presence"] == "away":
            person["away_reason"] = "unknown" if rng.random() < 0.08 else rng.choice(REASONS)
    return drawn


def _tags(world: World, year: int, size: int) -> list[str]:
    rng, tags = world.rng, []
    if year <= 1957 and size == 1:
        tags.append("lives_alone")
    if 2004 <= year <= 2015:
        tags.append("pupil")
    if rng.random() < 0.04:
        tags.append("low_income")
    return tags


def _values(world: World, person: dict[str, object], household: int) -> dict[str, object]:
    number = world.rng.randint(0, 99_999_999)
    phone = f"1{world.rng.choice('35789')}0{number:08d}"
    return {**person, "household_id": household, "phone": phone}
