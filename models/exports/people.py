"""The register of those who serve."""

from collections.abc import Sequence

from models.exports.columns import heads
from models.exports.eye import Eye
from models.people import volunteers
from models.sheets import SheetOut
from models.store.engine import Reading
from models.words import Words

_COLUMNS = ("no", "name", "phone", "person_kind", "unit", "role", "party", "skills", "rapid")
_MORE = ("grid", "joined", "left", "state")


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a person, those who left included; leaders first."""
    rows = [
        (
            at,
            eye.staff(line.name, line.initials),
            eye.staff_phone(line.phone),
            words.of(line.kind),
            line.origin_unit,
            words.of(line.role),
            words("say.yes" if line.party_member else "say.no"),
            words.listed(line.skills),
            words("say.yes" if line.rapid_response else "say.no"),
            line.grid,
            line.joined_on,
            line.demobilised_on,
            words.of(line.state),
        )
        for at, line in enumerate(volunteers(session, gone=True), start=1)
    ]
    headers = heads((*_COLUMNS, *_MORE), words)
    return (SheetOut(words("export.people"), headers, rows),)
