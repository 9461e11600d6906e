"""What a line costs, what was paid for it, and what is to be given back; never lost from sight."""

from models.group_buys.states import OrderState, Payment
from models.group_buys.tables import BuyOrder, BuyProduct

EACH = "each_fen"
"""Beside the reason of a line: what a portion of its substitute costs."""


def cost(order: BuyOrder, price_fen: int) -> int:
    """What the household owes for what it gets, or is to get if a late order is taken, in fen."""
    portions = order.quantity if order.state is OrderState.late else order.got
    return portions * each_fen(order, price_fen)


def each_fen(order: BuyOrder, price_fen: int) -> int:
    """What a portion costs: of something else that came, what the rule on substitutes said."""
    each = order.why_params.get(EACH)
    return each if isinstance(each, int) else price_fen


def balance(order: BuyOrder, price_fen: int) -> int:
    """What is still to be paid, in fen; below nothing is to be given back."""
    return cost(order, price_fen) - (order.paid_fen - order.refunded_fen)


def book(order: BuyOrder, product: BuyProduct) -> None:
    """Has the line say what its sums say: called wherever portions or money of it moved."""
    left = balance(order, product.price_fen)
    if left > 0:
        state = Payment.unpaid
    elif left < 0:
        state = Payment.refund_due
    elif order.refunded_fen:
        state = Payment.refunded
    else:
        state = Payment.paid if order.paid_fen or order.counts else Payment.unpaid
    if order.payment is not state:
        order.payment = state
