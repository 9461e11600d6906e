"""The people who serve, and those outside the branch who are called.

The promise of this area: 25 are 25. The first secretary and the two grid leaders come on top, may
stand a shift, tire like everybody else, and are never counted among the deployed cadres and
resident volunteers. Nobody is deleted: somebody who leaves is demobilised and keeps his record.
"""

from typing import TYPE_CHECKING

from models.people.finding import actor_for, actors, volunteer_for
from models.people.reads import (
    ESCALATIONS,
    AvailabilityLine,
    PartnerLine,
    PeopleCounts,
    ServiceState,
    VolunteerLine,
    availability,
    counts,
    partners,
    partners_for,
    volunteers,
)
from models.people.tables import (
    THE_25,
    AvailabilityKind,
    PartnerKind,
    Skill,
    Volunteer,
    VolunteerKind,
)
from models.store.areas import Later

if TYPE_CHECKING:
    from models.people.changes import guard
    from models.people.drafts import (
        Demobilise,
        Isolate,
        NewVolunteer,
        PartnerDraft,
        SetAvailability,
        VolunteerDraft,
    )
    from models.people.kinds import AVAILABILITY_KIND, PARTNER_KIND, VOLUNTEER_KIND
    from models.people.leaving import DUTIES
    from models.people.search import find_partners, find_volunteers
    from models.people.side_tables import Availability, Partner

__all__ = [
    "AVAILABILITY_KIND",
    "DUTIES",
    "ESCALATIONS",
    "PARTNER_KIND",
    "THE_25",
    "VOLUNTEER_KIND",
    "Availability",
    "AvailabilityKind",
    "AvailabilityLine",
    "Demobilise",
    "Isolate",
    "NewVolunteer",
    "Partner",
    "PartnerDraft",
    "PartnerKind",
    "PartnerLine",
    "PeopleCounts",
    "ServiceState",
    "SetAvailability",
    "Skill",
    "Volunteer",
    "VolunteerDraft",
    "VolunteerKind",
    "VolunteerLine",
    "actor_for",
    "actors",
    "availability",
    "counts",
    "find_partners",
    "find_volunteers",
    "guard",
    "partners",
    "partners_for",
    "volunteer_for",
    "volunteers",
]

__getattr__ = Later(
    __name__, "changes", "drafts", "kinds", "leaving", alone=("side_tables", "search")
)
