"""The text of a chain is kept for some days, for whoever asks what was written; then it is gone.

It is kept in an act of its own, so that emptying it takes nothing else out of the journal; on its
day the duty of retention empties both.
"""

import datetime as dt

from sqlmodel import col, select

from models.branch import rule_set
from models.group_buys.drafts import KeepChain
from models.group_buys.sight import check_runs
from models.group_buys.tables import BuyProduct, ChainText, GroupBuy
from models.rules.jielong import Product
from models.rules.refusal import Refusal
from models.rules.retention import RetentionRules
from models.rules.text import clean_lines
from models.store.engine import Reading, Writing
from models.store.register import change, fetch


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
