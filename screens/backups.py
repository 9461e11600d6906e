"""Copies of the database in the settings room: how old the last one is, one more, another folder.

A copy holds all that the branch knows of anybody, so it is the secretary who says where they lie.
"""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from models.words import Key
from screens.kit.dialogs import Chooser, Option
from screens.kit.draw import Draw
from screens.kit.form import Form

if TYPE_CHECKING:
    from models.backups import Standing
    from screens.kit.room import Room

_FIXED = "QUANAN_BACKUPS"
"""Where the environment names the folder, nobody changes it here."""


def told(found: "Standing", draw: Draw) -> tuple[str, str]:
    """How old the last copy is, and where it lies or why there is none."""
    words = draw.words
    age = words("backups.never")
    if found.at is not None:
        age = words("backups.ago", ago=draw.ago(found.at), at=draw.stamp(found.at))
    if found.late or found.trouble:
        age = f"! {age}"
    if found.trouble is not None:
        return age, words(found.trouble.key, **found.trouble.params)
    if found.at is not None and found.path is None:
        return age, words("backups.elsewhere")
    where = words("backups.count", n=found.count, path=str(found.folder))
    return age, words("backups.same_disk", path=where) if found.same_disk else where


async def see_to(room: "Room") -> Path | None:
    """Asks what is to be done about copies, and does it. Gives the folder, if it is another now."""
    desk, words, store = room.desk, room.desk.words, room.desk.store
    if store is None or desk.actor is None:
        return None
    if desk.actor.role != "secretary":
        refused = Refusal("refuse.role", verb=Key("backups.title"), role=desk.actor.role)
        room.verbs.warn(refused)
        return None
    options = [Option("now", words("backups.now"), letter="1")]
    options.append(Option("choose", words("backups.choose"), letter="2"))
    title = words("backups.title")
    chosen = await room.app.push_screen_wait(Chooser(desk, title, options, typing=False))
    if chosen == "choose":
        return await _choose(room)
    if chosen == "now":
        from models.store.backup import keep_copy

        made = await room.verbs.in_thread(lambda: keep_copy(store))
        if made is not None:
            room.notify(words("backups.done", path=str(made)), markup=False)
    return None


async def _choose(room: "Room") -> Path | None:
    from models.backups import move_to
    from models.store.drafts import Ask, Shape

    desk, words, store = room.desk, room.desk.words, room.desk.store
    assert store is not None
    if os.environ.get(_FIXED):
        room.notify(words("backups.fixed"), severity="warning", markup=False)
        return None
    named: list[Path] = []

    async def submit(values: dict[str, object], _: dict[str, object]) -> Refusal | None:
        folder = Path(str(values["folder"])).expanduser().absolute()
        try:
            await asyncio.to_thread(move_to, store, folder)
        except Refusal as refusal:
            return refusal
        named.append(folder)
        return None

    ask = Ask("folder", "field.backup_folder", "hint.backup_folder", Shape.text, True, None)
    lead = words("backups.folder.lead")
    form = Form(desk, words("backups.folder"), (ask,), submit, lead=lead)
    await room.app.push_screen_wait(form)
    return named[0] if named else None
