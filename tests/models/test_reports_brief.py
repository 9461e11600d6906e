"""The brief: every number by its key, a past day as it was, and never a value of today instead."""

import datetime as dt

import pytest

from models import reports
from models.store import Actor, Role, Store
from models.store.clock import FrozenClock
from models.store.journal import erase
from models.words import LANGUAGES, Words
from tests.conftest import CountStatements
from tests.models.campaign.standing import founded
from tests.models.crew import SET_UP, do

SECRETARY = Actor(1, "陈书宁", Role.secretary)
KEYS = {
    "people": "households residents present away",
    "isolation": "new total released",
    "tests": "rounds asked tested left missed",
    "kits": "kits reported abnormal",
    "duty": "planned filled served no_show hours",
    "patrols": "patrols incidents persuaded",
    "gate": "out in turned_away goods",
    "buys": "buys portions arrived handed",
    "errands": "medicine carry groceries hospital",
    "odd": "opened closed open overdue",
    "requests": "opened closed open overdue",
    "care": "due done contacts overdue",
    "disinfection": "places done left times",
    "stock": "out short expiring",
    "community": "rumours answered conflicts settled moods gifts notices",
    "tomorrow": (
        "rounds seats gaps visits closing arriving isolation_tests releases directives places"
    ),
}
WAS = dt.date(2022, 4, 8)


@pytest.fixture
def lived(store: Store, clock: FrozenClock) -> Store:
    """Two people, one of them on the care list, and masks: as all of it stood on 8 April."""
    founded(store)
    door = 1
    for name in ("王秀芝", "李国栋"):
        do(store, SET_UP, "homes.add_resident", household_id=door, name=name, birth_year=1938)
    do(store, SET_UP, "care.add_profile", resident_id=1, categories=["lives_alone"])
    do(store, SET_UP, "stock.add_item", name="N95口罩", unit="只", minimum=50, gear=True)
    do(store, SET_UP, "stock.receive", 1, quantity=100)
    clock.set("2022-04-08T20:00")
    return store


def told(store: Store, day: dt.date | None = None, **asked: bool) -> dict[str, object]:
    with store.reading(SECRETARY) as session:
        return reports.brief(session, day, **asked).to_json()


def moved_on(store: Store, clock: FrozenClock) -> None:
    """Two days later somebody is away, the person of the list was seen, and masks are short."""
    clock.set("2022-04-10T09:00")
    do(store, SET_UP, "homes.set_away", 2, away_reason="family")
    do(store, SET_UP, "care.record_contact", 1)
    do(store, SET_UP, "stock.use", 1, quantity=80, sure=True)


def test_every_number_has_its_key(lived: Store) -> None:
    found = told(lived)
    for part, names in KEYS.items():
        figures = found[part]
        assert isinstance(figures, dict)
        assert [name for name in names.split() if name not in figures] == [], part
    assert (found["phase"], found["phase_day"], found["day"]) == ("sealed", 20, 20)
    assert found["supplies"] == {
        "items": 1,
        "item_list": [
            {"item": "N95口罩", "on_hand": 100, "unit": "只", "days": None, "level": "ok"}
        ],
    }
    assert found["not_kept"] == [] and found["too_few"] == []


def test_a_past_day_is_told_as_it_was(lived: Store, clock: FrozenClock) -> None:
    clock.set("2022-04-09T00:00")  # the day is over, and nothing has moved since
    then = told(lived, WAS)
    moved_on(lived, clock)
    today = told(lived)
    assert today["people"] == {"households": 2, "residents": 2, "present": 1, "away": 1}
    assert today["stock"] == {"out": 0, "short": 1, "expiring": 0}
    again = told(lived, WAS)
    for part in ("people", "stock", "supplies", "care", "requests"):
        assert again[part] == then[part], part
    assert again["people"] == {"households": 2, "residents": 2, "present": 2, "away": 0}
    assert again["stock"] == {"out": 0, "short": 0, "expiring": 0}
    assert again["tomorrow"]["gaps"] is None  # type: ignore[index]


def test_who_was_overdue_then_is_not_forgotten_by_a_later_visit(
    lived: Store, clock: FrozenClock
) -> None:
    clock.set("2022-04-10T08:00")
    care = told(lived, dt.date(2022, 4, 9))["care"]
    assert isinstance(care, dict) and care["overdue"] == 1 and care["due"] == 1
    moved_on(lived, clock)
    assert told(lived, dt.date(2022, 4, 9))["care"] == care
    assert told(lived)["care"]["overdue"] == 0  # type: ignore[index]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_emptied_is_not_made_up(lived: Store, clock: FrozenClock, lang: str) -> None:
    moved_on(lived, clock)
    with lived.writing(SET_UP, "journal.erase") as session:
        with lived.engine.connect() as connection:
            last = connection.exec_driver_sql("SELECT max(id) FROM act").scalar_one()
        erase(session, range(1, last + 1))
    found = told(lived, WAS)
    assert set(found["people"].values()) == {None}  # type: ignore[attr-defined]
    # What lay in the store is the ledger's to tell: nothing of it is lost with the journal.
    assert found["stock"] == {"out": 0, "short": 0, "expiring": 0}
    assert found["care"]["overdue"] is None  # type: ignore[index]
    assert "people.present" in found["not_kept"]  # type: ignore[operator]
    assert told(lived)["not_kept"] == []
    words = Words(lang)
    with lived.reading(SECRETARY) as session:
        text = reports.brief_text(reports.brief(session, WAS), words)
    line = next(one for one in text.splitlines() if one.startswith(words("brief.people")))
    assert line == words("brief.people") + words("brief.not_kept")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_branch_gets_sentences_and_no_noughts(store: Store, lang: str) -> None:
    do(store, SET_UP, "branch.found", name="支部", compound="样板小区", first_day="2022-04-08")
    words = Words(lang)
    with store.reading(SECRETARY) as session:
        found = reports.brief(session)
        text = reports.brief_text(found, words)
        whole = reports.report_text(reports.report(session), words)
    for one in found.parts:
        assert words(f"brief.{one.name}") + words(f"brief.{one.name}.none") in text
    assert "brief." not in text and "report." not in whole


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tomorrow_says_what_is_to_be_done(lived: Store, lang: str) -> None:
    do(lived, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    do(
        lived,
        SET_UP,
        "shifts.add",
        post_id=1,
        starts_at=dt.datetime(2022, 4, 9, 6, tzinfo=dt.UTC),
        ends_at=dt.datetime(2022, 4, 9, 10, tzinfo=dt.UTC),
    )
    do(
        lived,
        SET_UP,
        "campaign.record_directive",
        text="上报花名册",
        due_at=dt.datetime(2022, 4, 9, 10, tzinfo=dt.UTC),
    )
    plan = told(lived)["tomorrow"]
    assert isinstance(plan, dict)
    assert (plan["seats"], plan["gaps"], plan["directives"], plan["visits"]) == (2, 2, 1, 1)
    assert plan["gap_list"] == [{"post": "北门卡点", "from": "14:00", "to": "18:00", "n": 2}]
    # Whoever lives there reads neither which post stands empty nor what the committee asked.
    shown = told(lived, public=True)["tomorrow"]
    assert isinstance(shown, dict) and "gap_list" not in shown and shown["directives"] is None
    with lived.reading(SECRETARY) as session:
        lines = reports.brief_text(reports.brief(session), Words(lang)).splitlines()
    assert "14:00" in lines[-1] and "北门卡点" in lines[-1] and "上报" not in "".join(lines)


def test_markdown_is_a_list_with_lists_in_it(lived: Store) -> None:
    with lived.reading(SECRETARY) as session:
        lines = reports.brief_markdown(reports.brief(session), Words()).splitlines()
    assert lines[0].startswith("## 样板小区") and lines[2].startswith("管控：")
    assert all(line.startswith(("- **", "  - ")) for line in lines[4:])
    assert "  - N95口罩 100只，充足" in lines


def test_no_brief_names_a_person(lived: Store) -> None:
    with lived.reading(SECRETARY) as session:
        text = reports.brief_text(reports.brief(session), Words())
    assert "王秀芝" not in text and "3-2-401" not in text


def test_a_past_day_costs_the_same_however_much_there_is(
    lived: Store, clock: FrozenClock, count_statements: CountStatements
) -> None:
    moved_on(lived, clock)

    def asked(day: dt.date | None) -> int:
        with count_statements(lived) as statements, lived.reading(SECRETARY) as session:
            reports.brief(session, day)
        return statements.count

    asked(None), asked(WAS)
    before = asked(None), asked(WAS)
    for n in range(5):
        name = f"住户{n}"
        do(lived, SET_UP, "homes.add_resident", household_id=2, name=name, birth_year=1990)
        do(lived, SET_UP, "stock.use", 1, quantity=1)
        do(lived, SET_UP, "requests.add", household_id=2, kind="drain", again=True)
    asked(None)
    assert (asked(None), asked(WAS)) == before
    assert before[1] <= 70
