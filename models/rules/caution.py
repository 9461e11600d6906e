"""A rule that may be broken with a reason: it warns by name and leaves the decision to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Caution:
    """What speaks against a deed without forbidding it; said by `words(key, **params)`."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
