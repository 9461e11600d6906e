"""The text of a chain is kept for some days, for whoever asks what was written; then it is gone.

It is kept in an act of its own, so that emptying it takes nothing else out of the journal.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, select

from models.branch import rule_set
from models.group_buys.drafts import KeepChain
from models.group_buys.sight import check_runs
from models.group_buys.tables import BuyProduct, ChainText, GroupBuy
from models.rules.jielong import Product
from models.rules.refusal import Refusal
from models.rules.retention import RetentionRules
from models.rules.text import clean_lines
from models.store.acts import ENTRY, ENTRY_VALUE
from models.store.duties import Duty
from models.store.engine import Reading, Writing
from models.store.journal import erase
from models.store.register import change, fetch

PURGE_EVERY = dt.timedelta(hours=1)


@change("group_buys.keep_chain", draft=KeepChain, undo="never")
def keep_chain(session: Writing, draft: KeepChain) -> ChainText:
    """Keeps a pasted chain beside its buy until the day the rules name."""
    buy = fetch(session, GroupBuy, draft.id)
    check_runs(session, buy)
    try:
        days = RetentionRules.from_data(rule_set(session, "retention")).days["chain_text"]
    except (KeyError, Refusal):
        raise Refusal("refuse.group_buys.no_retention") from None
    row = ChainText(
        group_buy_id=draft.id,
        text="\n".join(clean_lines(draft.text)),
        fixes=[fix.model_dump() for fix in draft.fixes],
        pasted_at=session.now,
        pasted_by=session.actor.id,
        purge_on=session.today + dt.timedelta(days=days),
    )
    session.add(row)
    session.say(buy=buy.title, on=row.purge_on)
    return row


def catalogue(session: Reading, buy_id: int) -> dict[int, Product]:
    """The products of a buy as the reader of chains takes them, by id."""
    rows = session.exec(
        select(BuyProduct)
        .where(col(BuyProduct.group_buy_id) == buy_id)
        .order_by(col(BuyProduct.id))
    )
    return {
        row.id or 0: Product(
            name=row.name,
            unit=row.unit,
            price=row.price_fen,
            aliases=tuple(row.aliases.split()),
            most=row.most,
        )
        for row in rows
    }


def last_chain(session: Reading, buy_id: int) -> str:
    """The latest text kept for a buy; empty where there is none any more."""
    buy = fetch(session, GroupBuy, buy_id)
    check_runs(session, buy)
    found = session.exec(
        select(col(ChainText.text))
        .where(col(ChainText.group_buy_id) == buy_id)
        .order_by(col(ChainText.id).desc())
        .limit(1)
    ).first()
    return found or ""


def purge_chains(session: Writing) -> None:
    """Empties texts whose day has come.

    The act that empties a text still holds it as "before"; the next time, that act is erased too.
    """
    _erase_emptied(session)
    due = session.exec(
        select(ChainText).where(
            sa.text("chain_text.text <> ''"), col(ChainText.purge_on) <= session.today
        )
    ).all()
    for row in due:
        row.text, row.fixes = "", []
    if due:
        session.say(n=len(due))


def _erase_emptied(session: Writing) -> None:
    emptied = sa.select(col(ChainText.id)).where(col(ChainText.text) == "")
    acts = session.scalars(
        sa.select(ENTRY.c.act_id)
        .join(ENTRY_VALUE, ENTRY_VALUE.c.entry_id == ENTRY.c.id)
        .where(ENTRY.c.table_name == "chain_text", ENTRY.c.row_id.in_(emptied))
        .distinct()
    ).all()
    if acts:
        erase(session, acts)


DUTIES = (Duty("group_buys.purge_chains", PURGE_EVERY, purge_chains),)
"""What time alone makes the group buys write."""
