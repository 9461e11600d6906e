"""What a body temperature says: how it is typed, what is a fever, and by when it is waited for.

Kept in whole tenths of a degree, so that 37.3 is never a little less than 37.3.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from models.rules.rule_sets import Data
from models.rules.text import fold

LOWEST, HIGHEST = 340, 430
"""What a thermometer can show of a living body; anything else is a slip of the finger."""

_TYPED = re.compile(r"(?P<whole>\d{2})(\.(?P<tenth>\d))?\s*(℃|°c|°|度|c)?", re.IGNORECASE)


class Half(StrEnum):
    """The half of the day that a temperature belongs to."""

    morning = "morning"
    evening = "evening"


@dataclass(frozen=True, slots=True)
class HealthWatch:
    """From when on it is a fever, by when each half's is missed, and a result waited for."""

    fever: int
    """In tenths of a degree."""
    until: Mapping[Half, time]
    evening_from: time
    result_hours: int

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "HealthWatch":
        """Reads the data of a rule set of kind `health_watch`."""
        read = Data("health_watch", data)
        until = {half: read.hour(f"{half.value}_until") for half in Half}
        return cls(
            fever=read.integer("fever_tenths", LOWEST),
            until=until,
            evening_from=read.hour("evening_from"),
            result_hours=read.integer("result_hours", 1),
        )

    def half(self, at: time) -> Half:
        """The half that a temperature taken at this local time belongs to."""
        return Half.morning if at < self.evening_from else Half.evening

    def missed(self, at: time) -> tuple[Half, ...]:
        """The halves whose temperature should be there by this local time."""
        return tuple(half for half in Half if at >= self.until[half])


def celsius(text: str) -> int | None:
    """`36.5`, `37℃` or `36.8度` in tenths of a degree; None where it is no body's temperature."""
    found = _TYPED.fullmatch(fold(text).strip())
    if found is None:
        return None
    tenths = int(found["whole"]) * 10 + int(found["tenth"] or 0)
    return tenths if LOWEST <= tenths <= HIGHEST else None


def degrees(tenths: int) -> str:
    """`36.5`, as `celsius` reads it."""
    return f"{tenths // 10}.{tenths % 10}"
