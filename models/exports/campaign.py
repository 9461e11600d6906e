"""The campaign written out: directives, the course, the lists as they stand, and the stages."""

from collections.abc import Sequence

from sqlmodel import col, select

from models.campaign import CheckList, StageReport, checks, course, directives
from models.exports.eye import Eye
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.store.register import GRID
from models.words import Words

_ALL = 100_000
"""More directives than a campaign has."""
_DIRECTIVES = ("issued", "issuer", "what", "deadline", "who", "state", "done_at", "note")
_COURSE = ("on", "what", "course", "days")
_LISTS = ("list", "item", "holds", "why", "who", "note")


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a directive; beside it the course, the lists, and a column a stage."""
    local = session.clock.local
    asked = [
        (
            line.issued_on,
            line.issuer or words("campaign.committee"),
            eye.text(line.text),
            None if line.due_at is None else local(line.due_at),
            eye.staff(line.who),
            words.of(line.state),
            None if line.done_at is None else local(line.done_at),
            eye.text(line.note),
        )
        for line in directives(session, limit=_ALL)
    ]
    passed = [
        (
            line.on,
            words.of(line.kind) if line.kind else eye.text(line.text),
            words.of(line.course) if line.kind else "",
            line.days,
        )
        for line in course(session)
    ]
    lists = [
        (
            words.of(line.checklist),
            words(line.label) if words.has(line.label) else line.item,
            words("campaign.holds" if line.holds else "campaign.fails"),
            words(line.why.key, **line.why.params),
            eye.staff(line.by),
            eye.text(line.note),
        )
        for one in checks(session, *CheckList)
        for line in one.lines
    ]
    return (
        SheetOut(words("export.campaign"), _heads(_DIRECTIVES, words), asked),
        SheetOut(words("course.title"), _heads(_COURSE, words), passed),
        SheetOut(words("readiness.title"), _heads(_LISTS, words), lists),
        _stages(session, words),
    )


def _stages(session: Reading, words: Words) -> SheetOut:
    """The numbers kept of every stage that is over, a row a number."""
    rows = session.exec(select(StageReport).order_by(col(StageReport.begins_on))).all()
    stages = list(rows) if session.viewer.role in GRID else []
    names = dict.fromkeys(name for one in stages for name in one.numbers)
    spans: list[Sequence[Value]] = [
        (words("field.begins_on"), *(one.begins_on for one in stages)),
        (words("field.stage_ends_on"), *(one.ends_on for one in stages)),
        (words("field.reason"), *(one.reason for one in stages)),
        (words("field.stage_note"), *(one.note for one in stages)),
    ]
    numbers = [
        (words(f"campaign.number.{name}"), *(_number(one, name) for one in stages))
        for name in names
    ]
    heads = [words("campaign.col.item"), *(words.of(one.kind) for one in stages)]
    return SheetOut(words("kind.campaign.report"), heads, [*spans, *numbers] if stages else [])


def _number(report: StageReport, name: str) -> int | None:
    found = report.numbers.get(name)
    return found if isinstance(found, int) else None


def _heads(names: Sequence[str], words: Words) -> list[str]:
    return [words(f"campaign.col.{name}") for name in names]
