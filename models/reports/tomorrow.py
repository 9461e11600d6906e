"""The plan of the day after: who and what is to be seen to, as it was known on the day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import col, func

from models.campaign.tables import Directive, DirectiveState
from models.care import report as care
from models.group_buys import report as buys
from models.isolation.standing import OPEN, people
from models.reports.figures import BriefPart, Figure, Item, Untold, hidden
from models.rounds import report as rounds
from models.rounds.states import RoundState
from models.rounds.tables import CoverageRound, RoundSlot
from models.shifts import report as shifts
from models.store.engine import Reading

_DAY = dt.timedelta(days=1)


def tomorrow(session: Reading, on: dt.date, *, few: bool) -> BriefPart:
    """What the day after `on` brings.

    Of a day that is past the plan is told as far as it was kept; who then had a place on the rota
    and who stayed apart is not.

    Args:
        few: whether whoever reads it may know no number that points at persons, and no post that
            stands empty.
    """
    since = session.clock.day_start(on + _DAY)
    until, today = session.clock.day_start(on + 2 * _DAY), on == session.today
    at = min(since, session.now)
    posts = shifts.plan(session, since, until)
    planned = session.execute(
        sa.select(CoverageRound)
        .where(
            col(CoverageRound.starts_at) >= since,
            col(CoverageRound.starts_at) < until,
            col(CoverageRound.state) != RoundState.cancelled,
        )
        .order_by(col(CoverageRound.starts_at), col(CoverageRound.id))
    ).scalars().all()  # fmt: skip
    bought = buys.ahead(session, at, since, until)
    visits = care.stood(session, at, until)
    figures: dict[str, Figure] = {
        "rounds": len(planned),
        "seats": sum(post.seats for post in posts),
        "gaps": sum(n for post in posts for _, _, n in post.gaps) if today else Untold.not_kept,
        "visits": visits.due if visits else Untold.not_kept,
        "closing": sum(not one.arrives for one in bought),
        "arriving": sum(one.arrives for one in bought),
        **_isolation(session, on + _DAY, few=few, today=today),
        "directives": Untold.few if few else _directives(session, at, since, until),
        "places": rounds.covered(session, on).due_next,
    }
    items = [*_rounds(session, [(row.id or 0, row) for row in planned])]
    if today and not few:
        items += _gaps(session, posts)
    for one in bought:
        what = "arrives" if one.arrives else "closes"
        items.append(Item(what, {"at": _clock(session, one.at), "title": one.title}))
    return BriefPart("tomorrow", figures, tuple(items))


def _isolation(session: Reading, day: dt.date, *, few: bool, today: bool) -> dict[str, Figure]:
    if not today:
        return {"isolation_tests": Untold.not_kept, "releases": Untold.not_kept}
    apart = people(session, OPEN)
    tests = sum(one.course is not None and day in one.course.test_days for one in apart)
    ending = sum(one.ends_on is not None and one.ends_on <= day for one in apart)
    return {"isolation_tests": hidden(tests, few), "releases": hidden(ending, few)}


def _directives(session: Reading, at: dt.datetime, since: dt.datetime, until: dt.datetime) -> int:
    done = col(Directive.done_at)
    found = session.scalar(
        sa.select(func.count())
        .select_from(Directive)
        .where(
            col(Directive.due_at) >= since,
            col(Directive.due_at) < until,
            col(Directive.state) != DirectiveState.withdrawn,
            sa.or_(done.is_(None), done >= at),
        )
    )
    return found or 0


def _rounds(session: Reading, planned: list[tuple[int, CoverageRound]]) -> Iterator[Item]:
    """Each round with its hours, and the buildings by the hour of their turn."""
    turns: defaultdict[int, dict[dt.datetime, dict[int, None]]] = defaultdict(dict)
    for round_id, starts_at, building in session.execute(
        sa.select(col(RoundSlot.round_id), col(RoundSlot.starts_at), col(RoundSlot.building))
        .where(
            col(RoundSlot.round_id).in_([row_id for row_id, _ in planned]),
            ~col(RoundSlot.pupils),
        )
        .order_by(col(RoundSlot.starts_at), col(RoundSlot.building))
    ):
        turns[round_id].setdefault(starts_at, {})[building] = None
    for row_id, row in planned:
        yield Item(
            "round",
            {
                "kind": row.kind,
                "n": row.number,
                "name": row.name,
                "from": _clock(session, row.starts_at),
                "to": _clock(session, row.ends_at, row.starts_at),
            },
        )
        for starts_at, buildings in turns[row_id].items():
            yield Item("slot", {"at": _clock(session, starts_at), "buildings": tuple(buildings)})


def _gaps(session: Reading, posts: tuple[shifts.PostPlan, ...]) -> list[Item]:
    return [
        Item(
            "gap",
            {
                "post": post.post,
                "from": _clock(session, since),
                "to": _clock(session, until),
                "n": n,
            },
        )
        for post in posts
        for since, until, n in post.gaps
    ]


def _clock(session: Reading, moment: dt.datetime, after: dt.datetime | None = None) -> str:
    """The hour; with its day in front where that is another one than that of `after`."""
    local = session.clock.local(moment)
    if after is None or session.clock.day_of(after) == local.date():
        return f"{local:%H:%M}"
    return f"{local.month}/{local.day} {local:%H:%M}"
