"""How soon the branch answers, follows up and looks again, as a rule set says."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.rules.rule_sets import Data


@dataclass(frozen=True, slots=True)
class CommunityRules:
    """The numbers of a rule set of kind `community`."""

    rumour_hours: int
    """How long a rumour may go without an answer."""
    medicine_hours: int
    """How long a medicine that is offered may wait for somebody to look at it."""
    mood_hours: int
    """How long a sign of trouble may go without anybody who looks after it."""
    hearing_hours: int
    """How long a conflict may lie before both sides were heard."""
    follow_up_days: int
    """When a conflict that was settled is looked at again, where nobody named a day."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "CommunityRules":
        """Reads the data of a rule set of kind `community`."""
        read = Data("community", data)
        return cls(
            rumour_hours=read.integer("rumour_hours", 1),
            medicine_hours=read.integer("medicine_hours", 1),
            mood_hours=read.integer("mood_hours", 1),
            hearing_hours=read.integer("hearing_hours", 1),
            follow_up_days=read.integer("follow_up_days", 1),
        )
