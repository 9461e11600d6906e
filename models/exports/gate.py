"""The gate log as offices keep it: people who passed, and goods; the latest last."""

from collections.abc import Sequence

from models.exports.columns import heads
from models.exports.eye import Eye
from models.gate import GoodsLine, PassageLine, all_goods, log
from models.rules.temperature import degrees
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.words import Words

_EVERY = 1_000_000
"""More passages than any gate has: a ledger is written whole."""
_PEOPLE = ("no", "date", "way", "name", "door", "passed", "returned", "temperature", "purpose")
_MORE = ("card", "plate", "keeper", "state", "note")
_GOODS = ("no", "date", "passed", "plate", "gate_supplier", "goods", "pieces", "buy", "treated")
_TAKEN = ("handed_to", "keeper", "note")


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """People, then goods."""
    people = reversed(log(session, limit=_EVERY).lines)
    goods = sorted(all_goods(session), key=lambda line: line.at)
    return (
        SheetOut(
            words("export.gate"),
            heads((*_PEOPLE, *_MORE), words),
            [_passage(session, eye, words, at, line) for at, line in enumerate(people, 1)],
        ),
        SheetOut(
            words("export.gate_goods"),
            heads((*_GOODS, *_TAKEN), words),
            [_goods(session, eye, words, at, line) for at, line in enumerate(goods, 1)],
        ),
    )


def _passage(
    session: Reading, eye: Eye, words: Words, at: int, line: PassageLine
) -> Sequence[Value]:
    local = session.clock.local
    back = f"{local(line.returned_at):%m-%d %H:%M}" if line.returned_at else ""
    # Who went where and when is told with a purpose only; the building says how many passed.
    return (
        at,
        session.clock.day_of(line.passed_at),
        words.of(line.way),
        line.name if eye.whole else "",
        line.door if eye.whole else f"{line.door.partition('-')[0]}-*" if line.door else "",
        f"{local(line.passed_at):%H:%M}",
        back,
        degrees(line.tenths) if line.tenths is not None and eye.whole else "",
        words.of(line.purpose),
        line.card if eye.whole else "",
        line.plate if eye.whole else "",
        eye.staff(line.by),
        words.of(line.state),
        eye.text(line.measures or line.note),
    )


def _goods(session: Reading, eye: Eye, words: Words, at: int, line: GoodsLine) -> Sequence[Value]:
    return (
        at,
        session.clock.day_of(line.at),
        f"{session.clock.local(line.at):%H:%M}",
        line.plate,
        line.supplier,
        line.goods,
        line.pieces,
        line.buy,
        words("say.yes" if line.disinfected_at is not None else "say.no"),
        eye.text(line.handed_to),
        eye.staff(line.by),
        eye.text(line.note),
    )
