"""A number a day as a row of marks, for those who would rather look than read."""

from collections.abc import Sequence

from screens.kit.draw import Draw

STEPS = "▁▂▃▄▅▆▇"
PLAIN_STEPS = "0123456"


def spark(days: Sequence[int | None], most: int, draw: Draw) -> str:
    """A mark a day, as high as its number; a day that nothing is known of is a dot."""
    steps = PLAIN_STEPS if draw.narrow_marks else STEPS
    top = len(steps) - 1
    return "".join(
        draw.mark("·") if n is None else steps[round(n / most * top) if most else 0] for n in days
    )
