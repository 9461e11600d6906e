"""The dashboard while nobody has proved who he is: live, counts only, and nobody by name."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from screens.dashboard import DashboardRoom


class LockedRoom(DashboardRoom):
    """A dashboard of its own: the room that was left stays behind it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "app.unlock", "key.unlock", id="locked.unlock"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is done here but to look and to unlock."""
        return action in ("app.unlock", "panel")
