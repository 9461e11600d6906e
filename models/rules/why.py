"""The reason a computed value carries: nobody has to believe a number the desk cannot explain."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Why:
    """Why something came out as it did; said by `words(key, **params)`."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
