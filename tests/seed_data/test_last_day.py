"""The demonstration on the day its branch reports: the totals that were really reported."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from models import acts, reports
from models.campaign import StageReport
from models.homes import Household, Resident
from models.rules.address import Door
from models.store import Actor, Clock, Role, Store
from models.store.journal import verify
from models.words import LANGUAGES, Words
from screens.kit.draw import did
from seed_data.demonstration import FIRST_DAY
from tests.seed_data.conftest import EVENING

SECRETARY = Actor(1, "陈立远", Role.secretary)
TOLD = {
    "households": 634,
    "residents": 1300,
    "present": 1100,
    "volunteers": 25,
    "group_buys": 41,
    "portions": 5063,
    "gifts": 104,
    "carries": 121,
    "medicine_runs": 307,
    "odd_problems": 52,
    "epidemic_free_on": "2022-04-10",
    "unsealed_on": "2022-04-15",
    "days": 33,
    "sealed_days": 27,
}


@pytest.fixture(scope="session")
def told(last_day: Path) -> Iterator[Store]:
    """The demonstration at its end."""
    store = Store.open(str(last_day), Clock.frozen(EVENING))
    yield store
    store.close()


def test_the_report_tells_what_was_reported(told: Store) -> None:
    with told.reading(SECRETARY) as session:
        found = reports.report(session)
        text = reports.report_text(found, Words())
        assert verify(session).sound
    numbers = found.to_json()
    assert {name: numbers[name] for name in TOLD} == TOLD
    assert found.left.safe, found.left
    assert "第四批" in text and text.splitlines()[-1] == "向组织汇报：全部平安。"


@pytest.mark.parametrize("role", [Role.secretary, Role.volunteer])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ticker_says_every_act_plainly(told: Store, lang: str, role: Role) -> None:
    words = Words(lang)
    with told.reading(Actor(999, "谁也没见过", role)) as session:
        doors = {
            str(Door(h.building, h.stairwell, str(h.room))) for h in session.exec(select(Household))
        }
        names = set(session.exec(select(Resident.name)))
        said = [
            (act.verb, did(words, act.verb, act.params)) for act in acts.recent(session, 100_000)
        ]
    assert len({verb for verb, _ in said}) > 100
    for verb, text in said:
        assert text and not re.search(r"[{}]|None|\b[a-z_]+\.[a-z_]+|  ", text), (verb, text)
    assert any(word in doors for _, text in said for word in text.split()) is (
        role is Role.secretary
    )
    if role is Role.volunteer:
        assert not [text for _, text in said if any(word in names for word in text.split())]


def test_every_stage_that_ended_kept_its_numbers(told: Store) -> None:
    with told.reading(SECRETARY) as session:
        stages = session.exec(select(StageReport)).all()
        whole = reports.report(session).to_json()
    assert [stage.kind.value for stage in stages] == ["sealed", "epidemic_free"]
    for name in ("carries", "medicine_runs", "odd_problems", "gifts", "portions"):
        kept = sum(int(str(stage.numbers[f"done.{name}"])) for stage in stages)
        assert 0 < kept <= int(str(whole[name])), name


def test_a_past_day_is_told_as_it_was(told: Store) -> None:
    with told.reading(SECRETARY) as session:
        day = reports.brief(session, dt.date(2022, 4, 7)).to_json()
        first = reports.brief(session, FIRST_DAY).to_json()
    assert day["day"] == 19 and day["phase"] == "sealed"
    assert day["isolation"]["released"] > 0  # type: ignore[index]
    assert day["people"]["present"] == 1100  # type: ignore[index]
    # Some were still in hospital or at an isolation site on the first day.
    assert 1050 < first["people"]["present"] < 1100  # type: ignore[index]
    assert first["care"]["due"] == 0  # type: ignore[index]
    assert day["care"]["due"] >= day["care"]["done"] > 40  # type: ignore[index]
    assert day["disinfection"]["done"] > 40  # type: ignore[index]
    assert day["stock"]["short"] > 0 and day["supplies"]["item_list"]  # type: ignore[index]


def test_the_report_tells_hours_closures_and_disinfection(told: Store) -> None:
    with told.reading(SECRETARY) as session:
        found = reports.report(session)
        texts = [reports.report_text(found, Words(lang)) for lang in ("zh", "en")]
    numbers = found.to_json()
    assert numbers["hours_served"] > 3000  # type: ignore[operator]
    assert numbers["disinfected"] > 1000  # type: ignore[operator]
    assert 80 < numbers["same_day_rate"] < 95  # type: ignore[operator]
    by_kind = numbers["closed_by_kind"]
    assert isinstance(by_kind, dict)
    assert sum(one["closed"] for one in by_kind.values()) == numbers["requests_closed"]
    assert list(by_kind)[:2] == ["medicine", "carry"]
    assert "307件、" in texts[0] and "medicine 307, " in texts[1]
    for part in ("duty", "sealed", "publicity", "service", "deeds"):
        for text, lang in zip(texts, ("zh", "en"), strict=True):
            assert Words(lang)(f"report.{part}") in text.splitlines()
