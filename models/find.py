"""Find anything: one search over every kind of record that can be found.

Each kind answers for itself and masks for who looks; no field is searched that the role may not
see. Exact hits come first, then by kind in the order below.
"""

from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Found, lookup_kind

FINDABLE = (
    "papers.sheet",
    "homes.household",
    "homes.resident",
    "requests.request",
    "people.volunteer",
    "stock.item",
    "people.partner",
)
"""Kinds a search goes through, the most asked for first."""

TASKS = ("care.profile", "requests.request")
"""Kinds whose own tasks are also found by the name of whom they are for."""

MOST = 30
MOST_OF_A_KIND = 12


def anything(session: Reading, text: str, kinds: tuple[str, ...] = FINDABLE) -> tuple[Found, ...]:
    """Records that answer a door, a name, pinyin or initials, a phone tail or a number."""
    typed = text.strip()
    if not typed or session.viewer.role is Role.wallboard:
        return ()
    finds = [lookup_kind(kind).find for kind in kinds]
    finds += [lookup_kind(kind).find_mine for kind in TASKS]
    found: dict[tuple[str, int], tuple[int, int, Found]] = {}
    for place, find in enumerate(finds):
        for hit in find(session, typed, MOST_OF_A_KIND) if find is not None else ():
            found.setdefault((hit.kind, hit.id), (hit.rank, place, hit))
    ranked = sorted(found.values(), key=lambda entry: entry[:2])
    return tuple(hit for _, _, hit in ranked[:MOST])
