"""The window of a pasted chain, opened from the room of the group buys and from the palette."""

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App

from models.rules.refusal import Refusal
from screens.chain.window import ChainWindow
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option

if TYPE_CHECKING:
    from models.store.kept import KeptForm

__all__ = ["ChainWindow", "chain_again", "paste_chain"]

NO_BUY = "none"


async def paste_chain(app: App[Any], desk: Desk, text: str = "", in_hand: str = "") -> None:
    """Opens the window of a chain, from any room; asks which buy it is for.

    Args:
        text: what was pasted into a room.
        in_hand: key of the buy under the cursor; where that takes answers it is not asked.
    """
    from models.group_buys import buys
    from models.group_buys.surroundings import takes_answers

    words, draw = desk.words, desk.draw()
    try:
        found = await asyncio.to_thread(desk.ask, lambda session: buys(session, past=False))
    except Refusal as refusal:
        app.notify(words(refusal.key, **refusal.params), severity="warning", markup=False)
        return
    taking = {str(one.id): one for one in found if takes_answers(one.state)}
    chosen = next((key for key, one in taking.items() if one.key == in_hand), "")
    if not chosen:
        options = [
            Option(key, one.title, f"{words.of(one.state)}  {draw.stamp(one.cut_off_at)}")
            for key, one in taking.items()
        ]
        look = Option(NO_BUY, words("chain.no_buy"))
        window = Chooser(desk, words("chain.which"), (*options, look))
        chosen = await app.push_screen_wait(window) or ""
    if chosen == NO_BUY:
        await app.push_screen_wait(ChainWindow(desk, None, words("chain.no_buy"), text))
    elif chosen:
        buy = taking[chosen]
        await app.push_screen_wait(ChainWindow(desk, buy.id, buy.title, text))


async def chain_again(app: App[Any], desk: Desk, form: "KeptForm") -> None:
    """Opens the window of a chain as it stood when the desk ended."""
    from models.group_buys.drafts import Fix
    from screens.kit.menu import record_of
    from screens.kit.records import title_of

    title, buy_id = desk.words("chain.no_buy"), None
    if form.targets:
        key, buy_id = form.targets[0], record_of(form.targets[0])[1]
        title = await asyncio.to_thread(desk.ask, lambda session: title_of(session, key))
    fixes = tuple(Fix.model_validate(fix) for fix in form.typed["fixes"])
    await app.push_screen_wait(ChainWindow(desk, buy_id, title, form.typed["text"], fixes))
