"""Who stays apart, found by door or name, as far as the finder may know."""

from models.isolation.sight import seen
from models.isolation.standing import OPEN, people
from models.rules.address import Door, parse_door
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found


def find_people(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Those who stay apart behind a door, or by their name."""
    if not text.strip():
        return ()
    return _found(session, text, limit)


def aim_people(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Those a line may mean; with nothing typed, those whom the viewer serves."""
    return _found(session, text, limit)


def _found(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    if session.viewer.role is Role.wallboard:
        return ()
    typed = text.strip().removeprefix("@")
    said = parse_door(typed) if typed else None
    found = []
    for one in people(session, OPEN):
        shown = seen(session, one)
        if not shown.records:
            continue
        if not typed:
            hit = shown.mine
        elif isinstance(said, Door):
            hit = said == one.door
        else:
            hit = typed == one.name and shown.view.finds("name", one.grid, shown.mine)
        if hit:
            found.append(
                Found("isolation.person", one.id, f"{shown.door} {shown.name}".strip(), "", 0)
            )
    return tuple(found[:limit])
