"""Those who serve: a first secretary, two grid leaders, 14 cadres and 11 residents; partners."""

from models.store import Actor, Role
from seed_data.demonstration.compound import SETUP
from seed_data.demonstration.world import World

LEADERS = (
    ("陈立远", "first_secretary", "secretary", "区机关", ""),
    ("周素岚", "grid_leader", "grid_leader", "社区", "一网格"),
    ("吴敬之", "grid_leader", "grid_leader", "社区", "二网格"),
)
CADRES = (
    "高志",
    "孙丽",
    "刘海峰",
    "赵明",
    "林晓燕",
    "徐涛",
    "何静",
    "马文斌",
    "郭颖",
    "宋凯",
    "郑磊",
    "谢敏",
    "韩冰",
    "唐宇",
)
NEIGHBOURS = (
    "冯桂芳",
    "于洋",
    "董雪",
    "程刚",
    "曹婷",
    "袁博",
    "邓欣",
    "许永",
    "傅佳",
    "沈浩",
    "彭慧",
)
SHIFT_LEADERS = ("高志", "孙丽", "刘海峰", "冯桂芳")
SKILLS = {
    "孙丽": ["medical"],
    "何静": ["sampling"],
    "徐涛": ["driving", "lifting"],
    "程刚": ["repair"],
    "韩冰": ["disinfection"],
    "谢敏": ["counselling"],
    "袁博": ["computer"],
    "郭颖": ["first_aid"],
}
UNITS = ("区住建局", "区教育局", "市政公司", "街道办", "区人社局")
PARTNERS = (
    ("police", "辖区派出所", "0431-5550110", "24小时"),
    ("clinic", "社区卫生服务中心", "0431-5550101", "08:00-17:00"),
    ("emergency_120", "急救", "120", "24小时"),
    ("gas", "燃气抢修", "0431-5550119", "24小时"),
    ("drains", "疏通师傅老梁", "13000000001", "08:00-20:00"),
    ("locksmith", "备案开锁", "13000000002", "24小时"),
    ("psych_hotline", "心理援助热线", "0431-5550199", "24小时"),
    ("supplier", "保供生鲜配送", "0431-5550188", "06:00-18:00"),
)


def enlist(world: World) -> None:
    """Has everybody join on the first day, and writes down whom to call."""
    values: list[dict[str, object]] = []
    for name, kind, role, unit, grid in LEADERS:
        values.append({"name": name, "kind": kind, "role": role, "origin_unit": unit, "grid": grid})
    homes = [p for p in world.people if p.present and 1965 < p.birth_year < 1998]
    doors = world.rng.sample(homes, len(NEIGHBOURS))
    for place, name in enumerate(CADRES):
        values.append({"name": name, "kind": "cadre", "origin_unit": UNITS[place % len(UNITS)]})
    for name, home in zip(NEIGHBOURS, doors, strict=True):
        values.append({"name": name, "kind": "resident_volunteer", "household_id": home.household})
    for place, value in enumerate(values):
        name = str(value["name"])
        value.setdefault("role", "shift_leader" if name in SHIFT_LEADERS else "volunteer")
        value["skills"] = SKILLS.get(name, [])
        value["party_member"] = place < 12
        value["rapid_response"] = place % 4 == 0
        value["phone"] = f"1390000{place:04d}"
        value["joined_on"] = world.first_day
    made = world.do(SETUP, "people.add_volunteer", *values)
    for value, row in zip(values, world.ids(made), strict=True):
        world.crew[str(value["name"])] = Actor(row, str(value["name"]), Role(str(value["role"])))
    world.do(
        world.secretary,
        "people.add_partner",
        *({"kind": k, "name": n, "phone": p, "hours": h} for k, n, p, h in PARTNERS),
    )
