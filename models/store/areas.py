"""What an area gives at once, and what waits until it is asked for.

A desk shows its first data when the tables and reads of its panels are imported. Everything else
waits, so a package of an area names those modules in its `__getattr__`:

    if TYPE_CHECKING:
        from models.care.changes import pair, unpair
        from models.care.side_tables import CareContact
    __getattr__ = Later(__name__, "changes", "kinds", alone=("side_tables",))

Drafts, changes and kinds are for the first key that is pressed: the first name of them that is
asked for brings them all, so an area registers whole or not at all. Tables and reads that no panel
needs come alone.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any


class Later:
    """The `__getattr__` of an area's package: its modules that are imported when asked for."""

    def __init__(self, package: str, *modules: str, alone: tuple[str, ...] = ()) -> None:
        self._package = package
        self._modules = tuple(f"{package}.{module}" for module in modules)
        self._alone = tuple(f"{package}.{module}" for module in alone)

    def __call__(self, name: str) -> Any:
        package = vars(sys.modules[self._package])
        if name in package["__all__"]:
            for module in self._alone:
                found = vars(import_module(module))
                if name in found:
                    package[name] = found[name]
                    return found[name]
            self.load()
            if name in package:
                return package[name]
        raise AttributeError(f"module {self._package!r} has no attribute {name!r}")

    def load(self) -> None:
        """Imports what waited, and gives the package its public names."""
        package = vars(sys.modules[self._package])
        public = package["__all__"]
        at_once = {name: package[name] for name in public if name in package}
        modules = [vars(import_module(module)) for module in (*self._alone, *self._modules)]
        # A module may bear the name of a function, and is put into the package when imported.
        for name in public:
            package.update(_first(name, (at_once, *modules)))


def whole(area: str) -> None:
    """Imports an area with all that it registers, by the name of its module."""
    later = vars(import_module(area)).get("__getattr__")
    if isinstance(later, Later):
        later.load()


def _first(name: str, places: tuple[dict[str, Any], ...]) -> Iterator[tuple[str, Any]]:
    for place in places:
        if name in place:
            yield name, place[name]
            return
