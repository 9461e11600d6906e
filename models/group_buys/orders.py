"""What households ask for: one line at the desk, or all the answers of a chain as one act.

The later answer of a household takes the place of the earlier one. After the cut-off nothing that
the supplier counts on moves: what is new waits on the late list, what would change is noted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from models.group_buys.drafts import (
    Answer,
    AskedNothing,
    Item,
    NewOrder,
    OrderFields,
    OrderFor,
    Reason,
    TakeAnswers,
)
from models.group_buys.guards import guard_order
from models.group_buys.kinds import ORDER_KIND
from models.group_buys.money import balance, book
from models.group_buys.reads import rules_of
from models.group_buys.sight import check_runs
from models.group_buys.states import (
    HANDING_OUT,
    PAST,
    TAKING,
    BuyState,
    OrderSource,
    OrderState,
)
from models.group_buys.tables import BuyAsked, BuyOrder, BuyProduct, GroupBuy
from models.homes.tables import Household
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import change, editing, fetch, move

_GONE = (OrderState.withdrawn, OrderState.dropped)
_NO_MORE = (BuyState.draft, *HANDING_OUT, *PAST)


@dataclass(slots=True)
class _Book:
    """A buy with its products and the lines that may be touched, asked for once."""

    session: Writing
    buy: GroupBuy
    products: dict[int, BuyProduct]
    lines: dict[int, dict[int, BuyOrder]]
    """Household -> product -> the line there is."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0
    """Lines whose answer came too late to change what the supplier counts on."""

    @property
    def late(self) -> bool:
        return self.buy.state not in TAKING

    def answer(self, answer: Answer, source: OrderSource) -> None:
        """Has one household's whole answer take the place of what it said before."""
        wanted = {item.product_id: item for item in answer.items}
        standing = {
            product: line
            for product, line in self.lines.get(answer.household_id, {}).items()
            if line.state not in _GONE
        }
        for product_id, line in standing.items():
            if product_id not in wanted:
                self.withdraw(line)
        for item in wanted.values():
            self.put(answer, item, source)
        self.square(answer)

    def put(self, answer: Answer, item: Item, source: OrderSource) -> BuyOrder:
        """Has a household want so many of a product."""
        product = self.products.get(item.product_id)
        if product is None:
            raise Refusal("refuse.group_buys.other_product")
        if product.most is not None and item.quantity > product.most:
            raise Refusal("refuse.group_buys.most", most=product.most, name=product.name)
        line = self.lines.get(answer.household_id, {}).get(item.product_id)
        if line is None:
            return self._new(answer, item, source, product)
        if line.counts and self.late:
            if line.quantity != item.quantity:
                self._keep(line, f"→{item.quantity}")
            return line
        if line.counts and self.buy.state is BuyState.box_fill and item.quantity < line.quantity:
            raise Refusal("refuse.group_buys.box_fill")
        told = {
            "quantity": item.quantity,
            "tolerance": min(item.tolerance, item.quantity),
            "placed_by": answer.placed_by,
            "placed_by_household_id": answer.placed_by_household_id,
            "note": answer.note,
        }
        if line.state in _GONE:
            told["state"] = OrderState.late if self.late else OrderState.signed
            told["ordered_at"] = answer.ordered_at or self.session.now
        differs = {name: value for name, value in told.items() if getattr(line, name) != value}
        for name, value in differs.items():
            setattr(line, name, value)
        self.changed += bool(differs)
        book(line, product)
        return line

    def withdraw(self, line: BuyOrder) -> None:
        """Takes a line out of the buy; what was paid for it is due back."""
        if line.state is not OrderState.late:
            if self.buy.state is BuyState.box_fill:
                raise Refusal("refuse.group_buys.box_fill")
            if self.late:
                self._keep(line, "→0")
                return
        line.state = OrderState.withdrawn
        book(line, self.products[line.product_id])
        self.removed += 1

    def _new(
        self, answer: Answer, item: Item, source: OrderSource, product: BuyProduct
    ) -> BuyOrder:
        line = BuyOrder(
            group_buy_id=product.group_buy_id,
            household_id=answer.household_id,
            product_id=item.product_id,
            quantity=item.quantity,
            tolerance=min(item.tolerance, item.quantity),
            ordered_at=answer.ordered_at or self.session.now,
            source=source,
            placed_by=answer.placed_by,
            placed_by_household_id=answer.placed_by_household_id,
            recorded_by=self.session.actor.id,
            state=OrderState.late if self.late else OrderState.signed,
            note=answer.note,
        )
        book(line, product)
        self.lines.setdefault(answer.household_id, {})[item.product_id] = line
        self.session.add(line)
        self.added += 1
        return line

    def square(self, answer: Answer) -> None:
        """What a household paid for lines it no longer wants goes to those it wants instead."""
        lines = tuple(self.lines.get(answer.household_id, {}).values())
        left = {id(line): self._balance(line) for line in lines}
        for line in lines:
            for other in lines:
                moved = min(left[id(line)], -left[id(other)])
                if moved > 0:
                    line.paid_fen += moved
                    other.paid_fen -= moved
                    left[id(line)] -= moved
                    left[id(other)] += moved
            if answer.paid and left[id(line)] > 0:
                line.paid_fen += left[id(line)]
                line.paid_by = line.paid_by or answer.placed_by
        for line in lines:
            book(line, self.products[line.product_id])

    def _balance(self, line: BuyOrder) -> int:
        return balance(line, self.products[line.product_id].price_fen)

    def _keep(self, line: BuyOrder, told: str) -> None:
        """Notes what came too late, so that somebody may speak with the household."""
        at = self.session.clock.local(self.session.now)
        said = f"{at:%m-%d} {told}"
        if told not in line.note:
            line.note = f"{line.note} · {said}" if line.note else said
        self.kept += 1


def _book_of(session: Writing, buy: GroupBuy, households: Iterable[int] | None = None) -> _Book:
    if buy.state in _NO_MORE:
        raise Refusal("refuse.group_buys.not_taking", state=buy.state)
    with session.no_autoflush:
        goods = session.exec(select(BuyProduct).where(col(BuyProduct.group_buy_id) == buy.id))
        asked = select(BuyOrder).where(col(BuyOrder.group_buy_id) == buy.id)
        if households is not None:
            asked = asked.where(col(BuyOrder.household_id).in_(list(households)))
        lines: dict[int, dict[int, BuyOrder]] = {}
        for line in session.exec(asked):
            lines.setdefault(line.household_id, {})[line.product_id] = line
        return _Book(session, buy, {product.id or 0: product for product in goods}, lines)


# ── one order at the desk ───────────────────────────────────────────────────────────────────────


@change("group_buys.order", draft=NewOrder)
def order(session: Writing, draft: NewOrder) -> BuyOrder:
    """Orders for a household; a number far above the usual is asked for once more."""
    product = fetch(session, BuyProduct, draft.product_id)
    fetch(session, Household, draft.household_id)
    rules = rules_of(session)
    if rules is not None and draft.quantity >= rules.ask_again_from and not draft.sure:
        raise Refusal("refuse.group_buys.sure", n=draft.quantity, unit=product.unit)
    answer = Answer(
        household_id=draft.household_id,
        items=(Item(product_id=draft.product_id, quantity=draft.quantity,
                    tolerance=min(draft.tolerance, draft.quantity)),),
        placed_by=draft.placed_by,
        placed_by_household_id=draft.placed_by_household_id,
        paid=draft.paid or None,
        note=draft.note,
    )  # fmt: skip
    return _one(session, product, answer, OrderSource.desk)


@change("group_buys.order_for", draft=OrderFor)
def order_for(session: Writing, draft: OrderFor) -> BuyOrder:
    """Orders for somebody who sees no chain; whoever asked is the one who placed it."""
    fetch(session, Household, draft.id)
    product = (
        first_product(session)
        if draft.product_id is None
        else fetch(session, BuyProduct, draft.product_id)
    )
    answer = Answer(
        household_id=draft.id,
        items=(Item(product_id=product.id or 0, quantity=draft.quantity, tolerance=0),),
        placed_by=session.actor.name,
        paid=draft.paid or None,
        note=draft.note,
    )
    return _one(session, product, answer, OrderSource.proxy)


def _one(session: Writing, product: BuyProduct, answer: Answer, source: OrderSource) -> BuyOrder:
    buy = fetch(session, GroupBuy, product.group_buy_id)
    found = _book_of(session, buy, (answer.household_id,))
    line = found.put(answer, answer.items[0], source)
    found.square(answer)
    if found.kept:
        raise Refusal("refuse.group_buys.cut_off")
    session.flush()
    session.say(
        household=answer.household_id, product=product.name, n=line.quantity, unit=product.unit
    )
    return line


def first_product(session: Writing) -> BuyProduct:
    """The first product of the open buy that ends first."""
    found = session.exec(
        select(BuyProduct)
        .join(GroupBuy, col(GroupBuy.id) == col(BuyProduct.group_buy_id))
        .where(col(GroupBuy.state).in_(TAKING))
        .order_by(col(GroupBuy.cut_off_at), col(GroupBuy.id), col(BuyProduct.id))
        .limit(1)
    ).first()
    if found is None:
        raise Refusal("refuse.group_buys.none_open")
    return found


@change("group_buys.asked_nothing", draft=AskedNothing)
def asked_nothing(session: Writing, draft: AskedNothing) -> BuyAsked:
    """Keeps that a household was asked, so that nobody asks it twice."""
    fetch(session, Household, draft.id)
    buy_id = draft.group_buy_id or first_product(session).group_buy_id
    same = session.exec(
        select(BuyAsked).where(
            col(BuyAsked.group_buy_id) == buy_id, col(BuyAsked.household_id) == draft.id
        )
    ).first()
    if same is not None:
        raise Refusal("refuse.group_buys.asked")
    row = BuyAsked(
        group_buy_id=buy_id,
        household_id=draft.id,
        at=session.now,
        recorded_by=session.actor.id,
    )
    session.add(row)
    session.say(household=draft.id, buy=fetch(session, GroupBuy, buy_id).title)
    return row


# ── all the answers of a chain or a sheet ───────────────────────────────────────────────────────


@change("group_buys.take_answers", draft=TakeAnswers)
def take_answers(session: Writing, draft: TakeAnswers) -> GroupBuy:
    """Takes the answers for one buy as one act, the earlier first.

    Raises:
        Refusal: when a household or a product is not there, a limit is passed, or an order would
            shrink in the last hours; then nothing at all is taken.
    """
    buy = fetch(session, GroupBuy, draft.id)
    check_runs(session, buy)
    latest = {answer.household_id: answer for answer in draft.answers}
    homes = set(latest)
    _check_homes(session, homes)
    found = _book_of(session, buy)
    with session.no_autoflush:
        for answer in latest.values():
            found.answer(answer, draft.source)
    session.say(
        buy=buy.title,
        homes=len(homes),
        added=found.added,
        changed=found.changed,
        removed=found.removed,
        kept=found.kept,
    )
    return buy


def _check_homes(session: Writing, homes: set[int]) -> None:
    known = set(session.exec(select(col(Household.id))))
    if not homes <= known:
        raise Refusal("refuse.gone")


# ── one line ────────────────────────────────────────────────────────────────────────────────────


def step(session: Writing, order_id: int, verb: str) -> BuyOrder:
    """Takes one step of a line, and has the journal name its door and product."""
    row = fetch(session, BuyOrder, order_id)
    move(session, row, f"group_buys.{verb}", ORDER_KIND)
    told(session, row)
    return row


def told(session: Writing, row: BuyOrder) -> BuyProduct:
    """What the journal says of a line."""
    product = fetch(session, BuyProduct, row.product_id)
    session.say(household=row.household_id, product=product.name, n=row.quantity, unit=product.unit)
    return product


@change("group_buys.accept", draft=TargetDraft)
def accept(session: Writing, draft: TargetDraft) -> BuyOrder:
    """A late order is taken after all; what the supplier is told grows where it may."""
    row = step(session, draft.id, "accept")
    buy = fetch(session, GroupBuy, row.group_buy_id)
    product = fetch(session, BuyProduct, row.product_id)
    if product.told is not None:
        if buy.state not in (BuyState.placed, BuyState.on_truck):
            raise Refusal("refuse.group_buys.too_late")
        product.told += row.quantity
    book(row, product)
    return row


@change("group_buys.withdraw", draft=TargetDraft)
def withdraw(session: Writing, draft: TargetDraft) -> BuyOrder:
    """The household wants it no more."""
    row = step(session, draft.id, "withdraw")
    book(row, fetch(session, BuyProduct, row.product_id))
    return row


@change("group_buys.drop", draft=Reason)
def drop(session: Writing, draft: Reason) -> BuyOrder:
    """A line is left out, such as one that came too late; the reason is kept."""
    before = fetch(session, BuyOrder, draft.id).counts
    row = step(session, draft.id, "drop")
    product = fetch(session, BuyProduct, row.product_id)
    if before and product.told is not None:
        raise Refusal("refuse.group_buys.told")
    row.note = f"{row.note} · {draft.reason}" if row.note else draft.reason
    book(row, product)
    session.say(reason=draft.reason)
    return row


def _edited(session: Writing, row: BuyOrder) -> None:
    with session.no_autoflush:
        product = fetch(session, BuyProduct, row.product_id)
        guard_order(session, row, "group_buys.edit_order")
        if row.tolerance > row.quantity:
            row.tolerance = row.quantity
        if product.most is not None and row.quantity > product.most:
            raise Refusal("refuse.group_buys.most", most=product.most, name=product.name)
        book(row, product)
    told(session, row)


editing("group_buys.edit_order", table=BuyOrder, fields=OrderFields, also=_edited)
