"""The text of a chain, kept: with its buy, or with an open window until its author is back.

Either way every telephone and identity number in it is covered first.
"""

from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from screens.kit.desk import Desk
from screens.kit.kept import Recall, Unsaved

if TYPE_CHECKING:
    from models.group_buys.drafts import Fix

TAKES = "group_buys.take_answers"
"""The verb that takes what the text says, and by which the window is opened again."""


def keep(desk: Desk, buy_id: int | None, text: str, fixes: "tuple[Fix, ...]") -> Refusal | None:
    """Keeps the text and the decisions, in an act of their own; gives a refusal, if any."""
    from models.group_buys.drafts import KeepChain
    from models.group_buys.pasting import kept_text
    from models.store.drafts import build
    from models.store.register import perform

    if desk.store is None or desk.actor is None:
        return None
    values = {"id": buy_id, "text": kept_text(text), "fixes": fixes}
    try:
        perform(desk.store, desk.actor, "group_buys.keep_chain", build(KeepChain, values))
    except Refusal as refusal:
        return refusal
    return None


def standing(recall: Recall, text: str, fixes: "tuple[Fix, ...]") -> Unsaved:
    """What stands in the window and was not saved."""
    from models.group_buys.pasting import kept_text
    from models.store.kept import OpenForm, frozen

    typed = frozen({"text": kept_text(text), "fixes": fixes})
    return Unsaved(OpenForm(recall.verb, recall.targets, typed), recall)
