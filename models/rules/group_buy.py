"""What a group buy goes by: how long goods rest, how long they may lie, when somebody is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.rules.rule_sets import Data


@dataclass(frozen=True, slots=True)
class GroupBuyRules:
    """The numbers of a rule set of kind `group_buys`."""

    rest_minutes: int
    """How long goods lie after they were disinfected before anybody touches them."""
    hand_out_hours: int
    """How long after their arrival the last portion is to be at its door."""
    minimum_minutes: int
    """How long before the cut-off a minimum that is not met is told."""
    report_days: int
    """How many days before a supplier's test report ends somebody is told."""
    ask_again_from: int
    """Portions of one product for one household from which somebody is asked once more."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "GroupBuyRules":
        """Reads the data of a rule set of kind `group_buys`."""
        read = Data("group_buys", data)
        return cls(
            rest_minutes=read.integer("rest_minutes"),
            hand_out_hours=read.integer("hand_out_hours", 1),
            minimum_minutes=read.integer("minimum_minutes", 1),
            report_days=read.integer("report_days"),
            ask_again_from=read.integer("ask_again_from", 2),
        )


def missing(asked: int, minimum: int | None) -> int:
    """How many portions are missing until the minimum; 0 where there is none."""
    return max(0, (minimum or 0) - asked)


def yuan(fen: int) -> str:
    """Fen as yuan, without cents where there are none."""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"


def portions(items: Mapping[str, int]) -> str:
    """What is ordered, as a line of the chain names it: `白菜包×2 鸡蛋×1`."""
    return " ".join(f"{name}×{n}" for name, n in items.items())


def missing_in_box(asked: int, box_size: int | None) -> int:
    """How many portions are missing until the last box is full; an empty box is none."""
    return -asked % box_size if box_size else 0
