"""The office's care list comes in once, by door and name; nobody is made up, nothing guessed."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import acts, imports
from models.care import CareProfile, Medicine, Mobility, counts, profiles
from models.homes import Resident
from models.homes.drafts import ResidentDraft
from models.homes.tables import AwayReason, Presence
from models.imports import Ledger, Plan
from models.requests import Request, RequestKind, RequestState
from models.rules.care import Category, Tier
from models.rules.refusal import Refusal
from models.sheets import open_sheet
from models.store import Actor, FrozenClock
from models.store.register import perform
from models.words import Words, table
from tests.conftest import CountStatements
from tests.empty import empty_store
from tests.models.care_branch import HOUR, SETUP, Care, built, copied

HEADER = (
    "序号,姓名,楼栋门牌,类别,年龄段,病种/用药,药品余量(天),行动能力,紧急联系人,"
    "结对志愿者,走访频次,最近走访,需求,备注"
)
WANG = (
    "1,王秀芝,3栋2单元401,老年人、独居,81岁,苯磺酸氨氯地平片5mg 一日一次,3,半自理,"
    "女儿 13900003333,孙晓丽,每周两次,,代买药,"
)
LI = "2,李国良,3-2-401,老年人,78,甘精胰岛素 12U睡前,30,自理,,,隔日,,,听力差"
ZHAO = "3,赵玉兰,5-1-602,病人、低保,45岁,高血压,,不能自理,,,,4月6日,,"


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Care:
    return built(tmp_path_factory.mktemp("special"))


@pytest.fixture
def care(branch: Care, tmp_path: Path, clock: FrozenClock) -> Iterator[Care]:
    with copied(branch, tmp_path, clock) as copy:
        yield copy


def plan_of(care: Care, folder: Path, *rows: str, actor: Actor | None = None) -> Plan:
    """What reading these rows in would do."""
    file = folder / "special.csv"
    file.write_text("\n".join((HEADER, *rows)), "utf-8")
    with care.store.reading(actor or care.grid_leader) as session:
        return imports.preview(session, Ledger.special, open_sheet(file))


def read_in(care: Care, folder: Path, *rows: str) -> Plan:
    """Reads these rows in."""
    plan = plan_of(care, folder, *rows)
    imports.apply(care.store, care.grid_leader, plan)
    return plan


def kept(care: Care, resident: int) -> CareProfile:
    """The profile of a resident."""
    from sqlmodel import select

    with care.store.reading(SETUP) as session:
        found = session.exec(select(CareProfile).where(CareProfile.resident_id == resident)).one()
        session.expunge(found)
        return found


def pills(care: Care) -> list[Medicine]:
    from sqlmodel import select

    with care.store.reading(SETUP) as session:
        return list(session.exec(select(Medicine).order_by(Medicine.id)))  # type: ignore[arg-type]


def told(plan: Plan) -> list[str]:
    """Every notice, in Chinese."""
    return [notice.says(Words("zh")) for notice in plan.preview.notices]


def why(plan: Plan) -> list[tuple[int, str, str]]:
    """Row, cell and key of every refusal, each of which has its words."""
    for one in plan.preview.refused:
        assert one.why_key in table()
    return [(one.row, one.cell, one.why_key) for one in plan.preview.refused]


def test_a_row_becomes_a_profile_with_its_medicine(
    care: Care, tmp_path: Path, clock: FrozenClock
) -> None:
    plan = read_in(care, tmp_path, WANG, LI, ZHAO)
    assert (len(plan.preview.add), plan.preview.refused) == (3, ())
    wang, li, zhao = (kept(care, one) for one in (care.wang, care.li, care.zhao))
    assert wang.categories == [Category.elderly, Category.lives_alone]
    assert (wang.mobility, wang.frequency_hours) == (Mobility.partly, 84)
    assert (wang.emergency_contact, wang.volunteer_id) == ("女儿 13900003333", care.volunteer.id)
    assert (li.frequency_hours, li.note) == (48, "听力差")
    assert (zhao.condition, zhao.mobility) == ("高血压", Mobility.dependent)
    amlodipine, insulin = pills(care)
    assert (amlodipine.name, amlodipine.strength) == ("苯磺酸氨氯地平片", "5mg")
    assert (insulin.units_per_dose, insulin.unit, insulin.doses_per_day) == ("12", "U", "1")
    assert insulin.cold and insulin.critical


def test_the_days_are_as_told_on_the_day_of_the_import(
    care: Care, tmp_path: Path, clock: FrozenClock
) -> None:
    read_in(care, tmp_path, WANG)
    (pill,) = pills(care)
    assert (pill.told_days, pill.counted_on, pill.count) == (3, clock.today(), None)
    clock.advance(dt.timedelta(days=2))
    assert pill.days_left(clock.today()) == 1


def test_people_never_visited_come_due_over_a_day_reds_first(
    care: Care, tmp_path: Path, clock: FrozenClock
) -> None:
    read_in(care, tmp_path, LI, WANG, ZHAO.replace("4月6日", ""))
    hours = [
        (kept(care, one).due_at - clock.now()) / HOUR for one in (care.wang, care.li, care.zhao)
    ]
    assert hours == [8, 24, 16], "red, green, yellow"


def test_the_last_visit_counts_from_the_beginning_of_its_day(
    care: Care, tmp_path: Path, clock: FrozenClock
) -> None:
    read_in(care, tmp_path, ZHAO)
    row = kept(care, care.zhao)
    assert row.last_seen_at == clock.at(dt.date(2022, 4, 6))
    assert row.due_at == clock.at(dt.date(2022, 4, 8)), "two days: needs daily care is yellow"


def test_the_same_sheet_again_changes_nothing(
    care: Care, tmp_path: Path, clock: FrozenClock
) -> None:
    read_in(care, tmp_path, WANG, LI, ZHAO)
    clock.advance(dt.timedelta(days=3))
    again = plan_of(care, tmp_path, WANG, LI, ZHAO)
    assert (again.steps, again.preview.same) == ((), 3)
    assert imports.apply(care.store, care.grid_leader, again).act_id is None


def test_a_sheet_that_says_more_changes_only_that(care: Care, tmp_path: Path) -> None:
    read_in(care, tmp_path, WANG, LI)
    later = LI.replace("老年人", "老年人、残疾人").replace(",30,", ",12,").replace("隔日", "每日")
    plan = read_in(care, tmp_path, WANG, later)
    (changed,) = plan.preview.change
    assert (changed.row, plan.preview.same) == (3, 1)
    assert {label for label, _, _ in changed.changes} == {
        "field.categories",
        "field.frequency_hours",
        "field.told_days",
    }
    for label, _, _ in changed.changes:
        assert label in table()
    row = kept(care, care.li)
    assert (row.frequency_hours, row.categories) == (24, ["elderly", "disabled"])
    assert pills(care)[1].told_days == 12


def test_an_empty_cell_overwrites_nothing(care: Care, tmp_path: Path) -> None:
    read_in(care, tmp_path, WANG)
    plan = plan_of(care, tmp_path, "1,王秀芝,3-2-401,老年人,,,,,,,,,,")
    assert plan.steps == () and plan.preview.same == 1


def test_it_is_one_act_and_taken_back_as_one(care: Care, tmp_path: Path) -> None:
    plan = read_in(care, tmp_path, WANG, LI, ZHAO)
    assert len(plan.steps) == 5
    care.undo(care.grid_leader)
    with care.store.reading(care.secretary) as session:
        assert counts(session).total == 0
    assert pills(care) == []


def test_who_is_not_behind_the_door_is_refused_with_the_names_that_are(
    care: Care, tmp_path: Path
) -> None:
    wrong = (
        "1,王秀之,3-2-401,老年人,,,,,,,,,,",
        "2,王秀芝,5-1-602,老年人,,,,,,,,,,",
        "3,王秀芝,3-2-402,老年人,,,,,,,,,,",
        "4,钱某,3-2-402,老年人,,,,,,,,,,",
        "5,王秀芝,99-9-999,老年人,,,,,,,,,,",
        "6,,3-2-401,老年人,,,,,,,,,,",
    )
    plan = plan_of(care, tmp_path, *wrong, WANG, WANG)
    assert why(plan) == [
        (2, "B2", "refuse.special.near"),
        (3, "B3", "refuse.special.elsewhere"),
        (4, "B4", "refuse.special.elsewhere"),
        (5, "B5", "refuse.special.nobody"),
        (6, "C6", "refuse.homes.door_unknown"),
        (7, "B7", "refuse.sheets.blank"),
        (9, "B9", "refuse.special.twice"),
    ]
    said = plan.preview.refused[0].why(Words("zh"))
    assert said.endswith("王秀芝 / 李国良"), said
    assert len(plan.preview.add) == 1
    with care.store.reading(SETUP) as session:
        from sqlmodel import func, select

        assert session.exec(select(func.count()).select_from(Resident)).one() == 4


def test_namesakes_behind_one_door_are_told_apart_by_age_or_refused(
    care: Care, tmp_path: Path
) -> None:
    with care.store.reading(SETUP) as session:
        door = session.get_one(Resident, care.wang).household_id
    twin = ResidentDraft(household_id=door, name="王秀芝", birth_year=1990)
    perform(care.store, SETUP, "homes.add_resident", twin)
    plan = plan_of(care, tmp_path, "1,王秀芝,3-2-401,老年人,,,,,,,,,,")
    assert [key for _, _, key in why(plan)] == ["refuse.special.twins"]
    read_in(care, tmp_path, "1,王秀芝,3-2-401,老年人,81岁,,,,,,,,,")
    assert kept(care, care.wang).categories == ["elderly"]


def test_what_cannot_be_read_is_said_and_costs_a_field_not_a_person(
    care: Care, tmp_path: Path
) -> None:
    row = "1,王秀芝,3-2-401,老年人、书法家,七八十岁,,约半盒,走得动,,无名氏,看情况,4月20日,,"
    plan = plan_of(care, tmp_path, row)
    assert len(plan.preview.add) == 1 and why(plan) == []
    said = "\n".join(told(plan))
    for text in (
        "书法家",
        "七八十岁",
        "约半盒",
        "走得动",
        "无名氏",
        "看情况",
        "最近走访在今天之后",
    ):
        assert text in said, text
    imports.apply(care.store, care.grid_leader, plan)
    assert kept(care, care.wang).categories == ["elderly"]


def test_an_age_gives_the_year_of_birth_only_where_the_roster_has_none(
    care: Care, tmp_path: Path
) -> None:
    with care.store.reading(SETUP) as session:
        door = session.get_one(Resident, care.zhao).household_id
    perform(care.store, SETUP, "homes.add_resident", ResidentDraft(household_id=door, name="周全"))
    rows = ("1,周全,5-1-602,老年人,70岁,,,,,,,,,", "2,王秀芝,3-2-401,老年人,60岁,,,,,,,,,")
    plan = plan_of(care, tmp_path, *rows, actor=care.secretary)
    imports.apply(care.store, care.secretary, plan)
    with care.store.reading(SETUP) as session:
        from sqlmodel import select

        born = session.exec(select(Resident.birth_year).order_by(Resident.id)).all()  # type: ignore[arg-type]
    assert born == [1941, 1944, 1977, 2015, 1952]
    assert any("1962" in one and "1941" in one for one in told(plan)), told(plan)


def test_a_need_is_offered_as_a_request_and_made_only_if_taken_up(
    care: Care, tmp_path: Path
) -> None:
    from sqlmodel import select

    read_in(care, tmp_path, WANG)

    def asked() -> list[Request]:
        with care.store.reading(SETUP) as session:
            return list(session.exec(select(Request)))

    assert asked() == []
    plan = plan_of(care, tmp_path, WANG)
    assert [offer.verb for offer in plan.offers] == ["requests.note_new"]
    assert "代买药" in told(plan)[-1]
    imports.apply(care.store, care.grid_leader, plan.with_offers())
    (made,) = asked()
    assert (made.kind, made.detail, made.state, made.resident_id) == (
        RequestKind.medicine,
        "代买药",
        RequestState.new,
        care.wang,
    )
    assert plan_of(care, tmp_path, WANG).offers == (), "what is open already is not offered again"


def test_the_stricter_of_the_sheet_and_the_tier_wins(
    care: Care, tmp_path: Path, clock: FrozenClock
) -> None:
    read_in(care, tmp_path, WANG)
    with care.store.reading(care.secretary) as session:
        (line,) = profiles(session).lines
    assert line.tier is Tier.red
    care.contact(line.id)
    assert care.line(line.id).due_at == clock.now() + 24 * HOUR, "not twice a week"


def test_somebody_away_comes_on_the_list_with_a_notice(care: Care, tmp_path: Path) -> None:
    care.do(
        care.grid_leader,
        "homes.set_presence",
        care.wang,
        presence=Presence.away,
        away_reason=AwayReason.family,
    )
    plan = plan_of(care, tmp_path, WANG)
    assert len(plan.preview.add) == 1
    assert any("请电话核实" in one for one in told(plan))


def test_a_wrong_file_or_role_is_refused_and_changes_nothing(care: Care, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("姓名,门牌地址,是否在住,与户主关系\n王秀芝,3-2-401,是,户主", "utf-8")
    with care.store.reading(care.grid_leader) as session, pytest.raises(Refusal) as wrong:
        imports.preview(session, Ledger.special, open_sheet(roster))
    assert wrong.value.key in table()
    with pytest.raises(Refusal) as refused:
        plan_of(care, tmp_path, WANG, actor=care.volunteer)
    assert refused.value.key == "refuse.role"


def test_before_the_roster_nobody_can_be_found(
    care: Care, tmp_path: Path, clock: FrozenClock
) -> None:

    empty = empty_store(tmp_path / "empty.db", clock)
    try:
        from tests.models.crew import do, rule_sets

        do(empty, SETUP, "branch.install_rule_sets", rows=rule_sets())
        file = tmp_path / "special.csv"
        file.write_text("\n".join((HEADER, WANG)), "utf-8")
        with empty.reading(SETUP) as session, pytest.raises(Refusal) as refused:
            imports.preview(session, Ledger.special, open_sheet(file))
        assert refused.value.key == "refuse.special.no_resident"
    finally:
        empty.close()


def test_the_preview_costs_the_same_for_every_length(
    care: Care, tmp_path: Path, count_statements: CountStatements
) -> None:
    def cost(*rows: str) -> int:
        with count_statements(care.store) as asked:
            plan_of(care, tmp_path, *rows, actor=care.secretary)
        return asked.count

    assert cost(WANG) == cost(WANG, LI, ZHAO) <= 10


def test_the_journal_names_the_file_in_both_languages(care: Care, tmp_path: Path) -> None:
    read_in(care, tmp_path, WANG)
    with care.store.reading(care.secretary) as session:
        (line,) = acts.recent(session, 1)
    for lang in ("zh", "en"):
        assert "special.csv" in Words(lang)(f"{line.verb}.did", **line.params)
