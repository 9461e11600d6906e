"""Copies in the settings room: their age, one more, another folder."""

from pathlib import Path

from models.store import Actor, Role, Store
from tests.screens.conftest import OpenDesk, grid, settled
from tests.screens.test_settings import founded


async def test_the_secretary_sees_how_old_the_last_one_is_and_makes_another(
    store: Store, secretary: Actor, tmp_path: Path, open_desk: OpenDesk
) -> None:
    founded(store)
    store.backups = tmp_path / "copies"
    async with open_desk(store, secretary, "settings", size=(120, 36), lang="en") as pilot:
        assert "none yet" in "\n".join(grid(pilot))
        pilot.app.screen.query_one("#table-settings-branch").focus()
        pilot.app.screen.want("do:backups")  # type: ignore[attr-defined]
        await settled(pilot)
        await pilot.press("enter", "1")
        await settled(pilot)
        shown = "\n".join(grid(pilot))
        assert "none yet" not in shown and "1 in" in shown
        await pilot.press("enter", "2")
        await settled(pilot)
        await pilot.press(*str(tmp_path / "no" / "disk"), "ctrl+s")
        await settled(pilot)
        assert "no backup was made" in " ".join("\n".join(grid(pilot)).split())
        assert store.backups == tmp_path / "copies"
        await pilot.press("ctrl+u", *str(tmp_path / "disk"), "ctrl+s")
        await settled(pilot)
        assert store.backups == tmp_path / "disk"
    assert len(list((tmp_path / "disk").iterdir())) == 1


async def test_nobody_else_says_where_they_lie(
    store: Store, tmp_path: Path, open_desk: OpenDesk
) -> None:
    founded(store)
    store.backups = tmp_path / "copies"
    other = Actor(2, "孙晓丽", Role.volunteer)
    async with open_desk(store, other, "settings", size=(120, 36), lang="en") as pilot:
        pilot.app.screen.want("do:backups")  # type: ignore[attr-defined]
        await settled(pilot)
        pilot.app.screen.query_one("#table-settings-branch").focus()
        await pilot.press("enter")
        await settled(pilot)
        told = [note.message for note in pilot.app._notifications]
        assert any("A volunteer may not" in message for message in told)
    assert not (tmp_path / "copies").exists()
