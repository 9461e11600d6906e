"""Typed and imported moments: the branch's zone decides, what is unreadable is refused."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.refusal import Refusal
from models.store.when import parse_day, parse_when, past_day

ZONE = "Asia/Shanghai"
NOW = datetime(2022, 4, 8, 10, 30, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)  # a Friday
TODAY = date(2022, 4, 8)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)
TIMEISH = st.lists(
    st.sampled_from(
        [
            *"0123456789+-/.:dhm年月日点周五 一十半晚zt",
            "明天",
            "下午",
            "pm",
            "2022",
            "12",
            "30",
            "ago",
        ]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("+1d", "2022-04-09 10:30"),
        ("+2h", "2022-04-08 12:30"),
        ("+30m", "2022-04-08 11:00"),
        ("-30m", "2022-04-08 10:00"),
        ("+1d2h", "2022-04-09 12:30"),
        ("+1d 14:30", "2022-04-09 14:30"),
        ("+1w", "2022-04-15 10:30"),
        ("in 2 hours", "2022-04-08 12:30"),
        ("10 minutes ago", "2022-04-08 10:20"),
        ("两小时后", "2022-04-08 12:30"),
        ("半小时后", "2022-04-08 11:00"),
        ("一个半小时后", "2022-04-08 12:00"),
        ("10分钟前", "2022-04-08 10:20"),
        ("3天后", "2022-04-11 10:30"),
        ("现在", "2022-04-08 10:30"),
        ("now", "2022-04-08 10:30"),
        ("0412 1430", "2022-04-12 14:30"),
        ("0412", "2022-04-12 00:00"),
        ("1430", "2022-04-08 14:30"),
        ("1030", "2022-04-08 10:30"),
        ("0830", "2022-04-08 08:30"),
        ("1030 0830", "2021-10-30 08:30"),
        ("-1d2h", "2022-04-07 08:30"),
        ("明天", "2022-04-09 00:00"),
        ("明天 1430", "2022-04-09 14:30"),
        ("1430 明天", "2022-04-09 14:30"),
        ("后天8点", "2022-04-10 08:00"),
        ("昨天下午3点", "2022-04-07 15:00"),
        ("明早8点", "2022-04-09 08:00"),
        ("明早", "2022-04-09 08:00"),
        ("今晚8点半", "2022-04-08 20:30"),
        ("今晚12点", "2022-04-09 00:00"),
        ("今晚十点一刻", "2022-04-08 22:15"),
        ("下午3点", "2022-04-08 15:00"),
        ("下午三点二十", "2022-04-08 15:20"),
        ("中午12点", "2022-04-08 12:00"),
        ("中午1点", "2022-04-08 13:00"),
        ("中午11点半", "2022-04-08 11:30"),
        ("凌晨12点10分", "2022-04-08 00:10"),
        ("晚上9:15", "2022-04-08 21:15"),
        ("上午9点", "2022-04-08 09:00"),
        ("14:30", "2022-04-08 14:30"),
        ("１４：３０", "2022-04-08 14:30"),
        ("14:30:59", "2022-04-08 14:30"),
        ("24:00", "2022-04-09 00:00"),
        ("2:30pm", "2022-04-08 14:30"),
        ("3 pm", "2022-04-08 15:00"),
        ("12am", "2022-04-08 00:00"),
        ("12 p.m.", "2022-04-08 12:00"),
        ("tomorrow 14:30", "2022-04-09 14:30"),
        ("tomorrow at 3pm", "2022-04-09 15:00"),
        ("tonight", "2022-04-08 20:00"),
        ("4月12日", "2022-04-12 00:00"),
        ("4月12日 14:30", "2022-04-12 14:30"),
        ("四月十二日下午两点", "2022-04-12 14:00"),
        ("2022-04-12 14:30", "2022-04-12 14:30"),
        ("2022-04-12T14:30:00", "2022-04-12 14:30"),
        ("2022-04-12T14:30:00+08:00", "2022-04-12 14:30"),
        ("2022-04-12T06:30:00Z", "2022-04-12 14:30"),
        ("2022年4月12日14时30分", "2022-04-12 14:30"),
        ("20220412", "2022-04-12 00:00"),
        ("20220412 1430", "2022-04-12 14:30"),
        ("202204121430", "2022-04-12 14:30"),
        ("20220412143000", "2022-04-12 14:30"),
        ("2022/4/12 9:05", "2022-04-12 09:05"),
        ("44663.604166667", "2022-04-12 14:30"),
        ("周五 14:00", "2022-04-08 14:00"),
        ("fri 9am", "2022-04-08 09:00"),
        ("12 apr 14:30", "2022-04-12 14:30"),
        ("Apr 12, 2022 2:30 PM", "2022-04-12 14:30"),
    ],
)
def test_when(typed: str, local: str) -> None:
    wanted = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(ZONE))
    read = parse_when(typed, NOW, ZONE)
    assert read == wanted
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("14:30", "2022-04-08 14:30"),
        ("08:00", "2022-04-09 08:00"),
        ("10:30", "2022-04-09 10:30"),
        ("今天 08:00", "2022-04-08 08:00"),
        ("0407 08:00", "2023-04-07 08:00"),
        ("7日", "2022-05-07 00:00"),
        ("1030 0830", "2022-10-30 08:30"),
    ],
)
def test_the_future_is_meant(typed: str, local: str) -> None:
    wanted = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(ZONE))
    assert parse_when(typed, NOW, ZONE, future=True) == wanted


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0412", "2022-04-12"),
        ("今天", "2022-04-08"),
        ("后天", "2022-04-10"),
        ("大后天", "2022-04-11"),
        ("前天", "2022-04-06"),
        ("昨天", "2022-04-07"),
        ("+3d", "2022-04-11"),
        ("-1w", "2022-04-01"),
        ("3天前", "2022-04-05"),
        ("周五", "2022-04-08"),
        ("周一", "2022-04-11"),
        ("星期日", "2022-04-10"),
        ("下周五", "2022-04-15"),
        ("下下周一", "2022-04-18"),
        ("上周五", "2022-04-01"),
        ("本周一", "2022-04-04"),
        ("fri", "2022-04-08"),
        ("Friday", "2022-04-08"),
        ("next mon", "2022-04-11"),
        ("last thursday", "2022-03-31"),
        ("4月12", "2022-04-12"),
        ("4/12", "2022-04-12"),
        ("4-12", "2022-04-12"),
        ("4.12", "2022-04-12"),
        ("12号", "2022-04-12"),
        ("30日", "2022-04-30"),
        ("12-30", "2021-12-30"),
        ("2022/4/12", "2022-04-12"),
        ("2022.4.12", "2022-04-12"),
        ("2022.4.12.", "2022-04-12"),
        ("2022 年 4 月 12 日", "2022-04-12"),
        ("２０２２－０４－１２", "2022-04-12"),
        ("2022-04-12 00:00:00", "2022-04-12"),
        ("44663", "2022-04-12"),
        ("44663.0", "2022-04-12"),
        ("19460203", "1946-02-03"),
        ("1946-2-3", "1946-02-03"),
        ("16836.0", "1946-02-03"),
        ("2024-02-29", "2024-02-29"),
        ("2月29日", "2024-02-29"),
        ("3rd", "2022-04-03"),
    ],
)
def test_day(typed: str, day: str) -> None:
    assert parse_day(typed, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "x",
        "3-2-401",
        "买药",
        "2022-02-30",
        "20221301",
        "25:00",
        "14:60",
        "99999999",
        "十三月一日",
    ]
    + [
        "+99999999d",
        "+999999w",
        "明天 后天",
        "14:30 15:30",
        "4/12/2022",
        "12月32日",
        "123456",
        "+1x",
    ]
    + ["明天x", "2", "14", "9999-12-31 24:00", "2d", "1" * 500, "+1d 后天"],
)
def test_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_when(typed, NOW, ZONE)
    assert refused.value.key == "refuse.when"
    assert refused.value.params == {"text": typed[:60]}


@pytest.mark.parametrize("typed", ["14:30", "+2h", "now", "下午3点", "", "2022-02-30"])
def test_no_day(typed: str) -> None:
    with pytest.raises(Refusal):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("year", [1, 9999, 2022])
@given(text=ANYTHING | TIMEISH, future=st.booleans())
def test_nothing_but_a_refusal(year: int, text: str, future: bool) -> None:
    now = NOW.replace(year=year)
    try:
        assert parse_when(text, now, "America/New_York", future=future).tzinfo is UTC
    except Refusal as refused:
        assert refused.key == "refuse.when"
    try:
        parse_day(text, date(year, 12, 31), future=future)
    except Refusal as refused:
        assert refused.key == "refuse.when"


@given(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)))
def test_written_out_it_reads_back(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    aware = minute.replace(tzinfo=ZoneInfo(ZONE))
    if aware.astimezone(UTC).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) != minute:
        return  # an hour the zone skipped
    for form in ("%Y-%m-%d %H:%M", "%Y%m%d %H%M", "%Y年%m月%d日%H点%M分", "%Y/%m/%d %H:%M:%S"):
        assert parse_when(minute.strftime(form), NOW, ZONE) == aware
        assert parse_day(minute.strftime(form), TODAY) == minute.date()


def test_days_are_wall_clock_days_and_hours_are_hours() -> None:
    now = datetime(2022, 3, 12, 12, 0, tzinfo=ZoneInfo("America/New_York"))
    assert parse_when("+1d", now, "America/New_York") - now == timedelta(hours=23)
    assert parse_when("+24h", now, "America/New_York") - now == timedelta(hours=24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0320", date(2026, 3, 20)),
        ("3月20日", date(2026, 3, 20)),
        ("3-20", date(2026, 3, 20)),
        ("1231", date(2025, 12, 31)),
        ("0229", date(2024, 2, 29)),
        ("2022-03-20", date(2022, 3, 20)),
        ("昨天", date(2026, 11, 22)),
    ],
)
def test_a_day_that_has_been_is_the_latest_of_its_name(typed: str, day: date) -> None:
    assert past_day(typed, date(2026, 11, 23)) == day
