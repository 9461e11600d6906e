"""What stands between the branch and "all safe"."""

from dataclasses import asdict, dataclass

from models.board import part
from models.requests.report import stood
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class Left:
    """Nothing of it may be left when the branch says that all are safe."""

    unseen: int
    """People of the care list, present, whose contact is past due."""
    red_requests: int
    """Open requests that nothing may wait for."""
    releases: int | None
    """Releases from isolation that are overdue; None where they are too few to be told."""

    @property
    def safe(self) -> bool:
        """Whether nothing is left."""
        return not any(asdict(self).values()) and self.releases is not None

    def to_json(self) -> dict[str, int | None]:
        """The three numbers by name."""
        return asdict(self)


def left(session: Reading) -> Left:
    """What is left now."""
    return Left(
        unseen=part(session, "care", "counts").overdue,
        red_requests=stood(session, session.now).red,
        releases=part(session, "isolation", "counts").overdue,
    )
