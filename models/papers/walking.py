"""The order of a walk on paper: no order may tell a door that the paper itself does not say."""

from models.rules.address import Door
from models.rules.walk import natural, walk_key


def step_of(door: Door, known: bool) -> tuple[object, ...]:
    """Sorts into walking order; those of whom only the building is known come last in it."""
    return (natural(door.building), not known, walk_key(door) if known else ())
