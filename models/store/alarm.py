"""One thing that needs a hand now, as an area reports it; derived, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm with the record it points to."""

    key: str
    """Stable name of the alarm, such as `care.unpaired:12`; taking it is remembered under it."""
    severity: Literal["red", "amber"]
    text: str
    """Key of the sentence."""
    since: datetime
    params: Mapping[str, object] = field(default_factory=dict)
    record: str | None = None
    """Row key of the record that `enter` opens."""
