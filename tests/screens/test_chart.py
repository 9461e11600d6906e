"""A chart made of characters: its axis, its dates, a word for each colour."""

import datetime as dt

import pytest
from rich.cells import cell_len

from models.words import LANGUAGES, Words
from screens.kit.chart import Stretch, chart, spark
from screens.kit.draw import Draw

FIRST = dt.date(2022, 3, 20)
NOW = dt.datetime(2022, 4, 21, 12, tzinfo=dt.UTC)


def draw(lang: str = "zh", *, plain: bool = False) -> Draw:
    return Draw(Words(lang), NOW, dt.UTC, plain)


def lines(*args: object, **more: object) -> list[str]:
    return ["".join(run for run, _ in line).rstrip() for line in chart(*args, **more)]  # type: ignore[arg-type]


def test_a_bar_is_as_high_as_its_number() -> None:
    shown = lines((0, 5, 10), FIRST, (20, 7), draw())
    heights = [sum(line[place] == "█" for line in shown[:5]) for place in (3, 9, 15)]
    assert heights == [0, 2, 5]
    assert shown[0].startswith("10│") and shown[5].startswith(" 0└")
    assert shown[6].split() == ["3/20", "3/21", "3/22"]


def test_a_small_number_is_seen_and_none_is_no_nought() -> None:
    shown = lines((100, 1, 0, None), FIRST, (40, 6), draw())
    bottom = shown[2]
    assert "▁" in bottom and "·" in bottom
    assert shown[-1].strip() == "· 无记录"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_colour_has_its_word_and_its_day(lang: str) -> None:
    words = Words(lang)
    stretches = (
        Stretch(FIRST, words("PhaseKind.sealed"), "warn"),
        Stretch(dt.date(2022, 4, 15), words("PhaseKind.guarded"), "ok"),
    )
    drawn = chart((1,) * 33, FIRST, (60, 8), draw(lang), stretches)
    tones = [tone for run, tone in drawn[0] if run == "█"]
    assert tones == ["warn"] * 26 + ["ok"] * 7
    legend = "".join(run for run, _ in drawn[-1])
    assert words("PhaseKind.sealed") in legend and words("PhaseKind.guarded") in legend
    assert "3/20" in legend and "4/15" in legend


@pytest.mark.parametrize("width", [8, 20, 36, 120])
@pytest.mark.parametrize("n", [1, 14, 33, 90])
def test_it_stays_within_its_room(width: int, n: int) -> None:
    shown = lines(tuple(range(n)), FIRST, (width, 9), draw())
    assert max(map(cell_len, shown)) <= max(width, 10) + 4  # the last date may stand out
    assert len(shown) == 9


def test_where_marks_are_wide_it_is_plain() -> None:
    told = "\n".join(lines((1, None, 3), FIRST, (30, 6), draw(plain=True)))
    assert told.isascii() or not set("█▁▇│└─·") & set(told)
    assert spark((0, 3), 3, draw(plain=True)) == "06"
