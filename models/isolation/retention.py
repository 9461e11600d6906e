"""Who was kept apart is forgotten a month after the release; how long and why stays."""

from sqlmodel import col

from models.isolation.tables import (
    Isolation,
    IsolationEnd,
    IsolationExposure,
    IsolationSample,
    IsolationState,
    IsolationTemperature,
)
from models.store.personal import Link, Personal

_OF = ("isolation_id", Isolation)

PERSONAL = (
    Personal(
        Isolation,
        period="isolation",
        ended=col(Isolation.released_on),
        over=col(Isolation.state) == IsolationState.released,
        texts=("site", "slip", "note"),
        links=(Link("resident_id", to="resident", apart="table"),),
    ),
    Personal(IsolationExposure, of=_OF, texts=("source", "struck")),
    Personal(IsolationEnd, of=_OF, texts=("reason",)),
    Personal(IsolationSample, of=_OF, texts=("corrected",)),
    Personal(IsolationTemperature, of=_OF, texts=("symptoms",)),
)
