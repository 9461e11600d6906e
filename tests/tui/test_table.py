"""The list draws again only what differs: a record of somebody else must not hold up a key."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from textual.app import App, ComposeResult
from textual.geometry import Region

from models.words import Words
from screens.kit.draw import Draw
from screens.kit.table import Column, RecordTable

NOW = datetime(2022, 4, 8, 2, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Job:
    """A line."""

    key: str
    due: datetime


class Table(RecordTable):
    """Remembers which of its lines were asked for anew."""

    def __init__(self) -> None:
        super().__init__([Column("field.name", lambda job, draw: draw.due(job.due))], heading=False)
        self.drawn: set[int] = set()

    def refresh(self, *regions: Region, **options: bool) -> "Table":
        lines = [range(region.y, region.bottom) for region in regions] or [range(self.size.height)]
        for some in lines:
            self.drawn.update(some)
        return super().refresh(*regions, **options)


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield Table()


def draw(minutes: int = 0) -> Draw:
    return Draw(Words("en"), NOW + timedelta(minutes=minutes), UTC)


def jobs(*hours: int) -> tuple[Job, ...]:
    return tuple(
        Job(f"toys.toy:{n}", NOW + timedelta(hours=hour, minutes=30))
        for n, hour in enumerate(hours)
    )


async def test_a_list_that_grows_or_shrinks_draws_the_lines_that_differ() -> None:
    async with Host().run_test(size=(40, 12)) as pilot:
        table = pilot.app.query_one(Table)
        table.show(jobs(1, 2, 3), draw())
        await pilot.pause()
        table.drawn.clear()
        table.show((*jobs(1, 2, 3), replace(jobs(9)[0], key="toys.toy:9")), draw())
        assert table.drawn == {3}
        table.drawn.clear()
        table.show(jobs(1, 5, 3), draw())
        assert table.drawn == {1, 3}
        table.drawn.clear()
        table.show(jobs(1, 5, 3), draw())
        assert table.drawn == set()


async def test_time_draws_the_lines_that_say_something_else_now() -> None:
    async with Host().run_test(size=(40, 12)) as pilot:
        table = pilot.app.query_one(Table)
        table.show(jobs(0, 30, 50), draw())
        await pilot.pause()
        table.drawn.clear()
        table.redraw(draw(minutes=1))
        assert table.drawn == {0}
        assert "29m" in table.render_line(0).text
        table.drawn.clear()
        table.redraw(draw(minutes=31))
        assert table.drawn == {0, 1}
