"""How long a record is kept after its purpose is met: data of a rule set, never of a function."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.refusal import Refusal
from models.rules.rule_sets import Data


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """Days each ledger is kept after its records end."""

    days: Mapping[str, int]

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "RetentionRules":
        """Reads the data of a rule set of kind `retention`."""
        days = Data("retention", data).part("days")
        return cls({ledger: days.integer(ledger, 1) for ledger in days.fields()})

    def kept_from(self, ledger: str, today: date) -> date:
        """The first day of `ledger` still kept: what ended before it is to be erased.

        Raises:
            Refusal: when the rule set says nothing of the ledger: nothing is erased by luck.
        """
        if ledger not in self.days:
            raise Refusal("refuse.rules.field", kind="retention", field=f"days.{ledger}")
        return today - timedelta(days=self.days[ledger])
