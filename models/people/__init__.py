"""The people who serve, and those outside the branch who are called.

The promise of this area: 25 are 25. The first secretary and the two grid leaders come on top, may
stand a shift, tire like everybody else, and are never counted among the deployed cadres and
resident volunteers. Nobody is deleted: somebody who leaves is demobilised and keeps his record.
"""

from models.people.tables import (
    THE_25,
    Availability,
    AvailabilityKind,
    Partner,
    PartnerKind,
    Skill,
    Volunteer,
    VolunteerKind,
)

__all__ = [
    "THE_25",
    "Availability",
    "AvailabilityKind",
    "Partner",
    "PartnerKind",
    "Skill",
    "Volunteer",
    "VolunteerKind",
]
