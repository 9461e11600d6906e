"""The golden screens are opened as the rooms' own tests open them."""

from tests.screens.conftest import open_desk, quick_keys

__all__ = ["open_desk", "quick_keys"]
