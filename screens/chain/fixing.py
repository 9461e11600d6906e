"""Deciding about one answer of a chain: a small form, checked by the reader itself."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import App

from models.rules.refusal import Refusal
from screens.chain.reading import Read
from screens.kit.desk import Desk
from screens.kit.form import Form

if TYPE_CHECKING:
    from models.group_buys.drafts import Fix
    from models.group_buys.surroundings import Surroundings


async def ask_about(
    app: App[Any], desk: Desk, read: Read, known: "Surroundings", index: int
) -> "Fix | None":
    """Asks for the door, the goods and the name of an answer; gives what was decided.

    The door is chosen among those there are: none is made here.
    """
    from models.group_buys.drafts import FixAnswer
    from models.rules.address import Door
    from models.store.drafts import asks

    words, answer = desk.words, read.chain.answers[index]
    home = known.doors.get(answer.door) if isinstance(answer.door, Door) else None
    opened: dict[str, object] = {
        "household_id": home,
        "goods": " ".join(f"{name} x{n}" for name, n in answer.items.items()),
        "name": answer.name,
        "withdrawn": answer.state.value == "withdrawn",
    }
    said = str(answer.door) if answer.door is not None else ""
    why = words(answer.why.key, **answer.why.params) if answer.why is not None else ""
    decided: list[Fix] = []

    async def submit(values: dict[str, object], was: dict[str, object]) -> Refusal | None:
        try:
            found = await asyncio.to_thread(_decided, read, known, index, {**was, **values})
        except Refusal as refusal:
            return refusal
        decided.append(found)
        return None

    form = Form(
        desk,
        words("chain.fix", no=answer.no or "-", text=words.of(answer.state)),
        asks(FixAnswer),
        submit,
        opened=opened,
        shown={"household_id": said},
        lead=f"{answer.text}\n{why}".strip(),
        begin="goods" if home is not None and not answer.items else "",
    )
    await app.push_screen_wait(form)
    return decided[-1] if decided else None


def _decided(read: Read, known: "Surroundings", index: int, values: Mapping[str, object]) -> "Fix":
    """What the form says about an answer.

    Raises:
        Unfit: where the door or the goods are still missing.
    """
    from models.group_buys.pasting import fix_of, items_said
    from models.store.drafts import Unfit

    withdrawn = values["withdrawn"] is True
    door = next((d for d, row in known.doors.items() if row == values["household_id"]), None)
    if door is None and not withdrawn:
        raise Unfit({"household_id": ("refuse.input.missing", {})})
    items: dict[str, int] = {}
    if not withdrawn:
        try:
            items = items_said(str(values["goods"] or ""), read.chain.products)
        except Refusal as refusal:
            raise Unfit({"goods": (refusal.key, dict(refusal.params))}) from None
    return fix_of(read.chain, index, str(door or ""), items, str(values["name"] or ""), withdrawn)
