"""The states of a buy and of its lines, and the machines they follow."""

from enum import StrEnum

from models.rules.machine import Machine, Step


class BuyKind(StrEnum):
    """What is bought together."""

    vegetables = "vegetables"
    staples = "staples"
    fruit = "fruit"
    meat = "meat"
    other = "other"


class BuyState(StrEnum):
    """Where a group buy stands."""

    draft = "draft"
    open = "open"
    box_fill = "box_fill"
    """The last hours: orders may still fill a box, none may shrink."""
    cut_off = "cut_off"
    failed_minimum = "failed_minimum"
    placed = "placed"
    on_truck = "on_truck"
    partly_received = "partly_received"
    at_gate = "at_gate"
    sorting = "sorting"
    delivering = "delivering"
    settled = "settled"
    archived = "archived"
    cancelled = "cancelled"


class OrderState(StrEnum):
    """Where one line stands: asked for, then what came of it."""

    signed = "signed"
    late = "late"
    """Told after the cut-off; it waits for a yes."""
    accepted = "accepted"
    dropped = "dropped"
    withdrawn = "withdrawn"
    full = "full"
    short = "short"
    substituted = "substituted"
    refused = "refused"
    damaged = "damaged"


class Payment(StrEnum):
    """Whether what is owed for a line and what was paid agree."""

    unpaid = "unpaid"
    paid = "paid"
    refund_due = "refund_due"
    refunded = "refunded"


class HandOver(StrEnum):
    """How the portions reached the household."""

    waiting = "waiting"
    at_door = "at_door"
    handed = "handed"
    shelf = "shelf"
    collected = "collected"


class OrderSource(StrEnum):
    """How an order reached the branch."""

    desk = "desk"
    chain = "chain"
    sheet = "sheet"
    proxy = "proxy"
    """Somebody asked at the door or by telephone and ordered for the household."""


class ComplaintState(StrEnum):
    """Whether whoever complained has had an answer."""

    open = "open"
    answered = "answered"


TAKING = (BuyState.open, BuyState.box_fill)
"""Orders are taken."""
HANDING_OUT = (BuyState.sorting, BuyState.delivering)
"""The goods are inside and on their way to the doors."""
PLACED = (
    BuyState.placed,
    BuyState.on_truck,
    BuyState.partly_received,
    BuyState.at_gate,
    *HANDING_OUT,
    BuyState.settled,
    BuyState.archived,
)
"""The supplier was told; such a buy counts in the report."""
PAST = (BuyState.settled, BuyState.archived, BuyState.cancelled)
"""It asks nothing of anybody any more."""
COUNTED = (
    OrderState.signed,
    OrderState.accepted,
    OrderState.full,
    OrderState.short,
    OrderState.substituted,
    OrderState.refused,
    OrderState.damaged,
)
"""Lines that are part of what the supplier is told."""
ASKED = (OrderState.signed, OrderState.accepted)
"""Lines of which nothing has come yet."""

STANDING = tuple(state for state in BuyState if state not in PAST)
"""It still asks something of somebody."""
_CAME = ("signed", "accepted", "full", "short")

BUY = Machine(
    name="BuyState",
    states=tuple(BuyState),
    final=frozenset({BuyState.archived, BuyState.cancelled}),
    steps=(
        Step("group_buys.open", ("draft",), "open", natural=True),
        Step("group_buys.cut_off", ("open", "box_fill"), "cut_off", natural=True),
        Step("group_buys.place", ("cut_off",), "placed", natural=True),
        Step("group_buys.extend", ("failed_minimum",), "open", natural=True),
        Step("group_buys.on_truck", ("placed",), "on_truck", natural=True),
        Step("group_buys.arrive", ("on_truck", "partly_received", "placed"), "at_gate", True),
        Step("group_buys.disinfect", ("at_gate",), "at_gate"),
        Step("group_buys.sort", ("at_gate",), "sorting", natural=True),
        Step("group_buys.deliver", ("sorting",), "delivering", natural=True),
        Step("group_buys.settle", ("delivering",), "settled", natural=True),
        Step("group_buys.archive", ("settled",), "archived", natural=True),
        Step("group_buys.box_fill", ("open",), "box_fill"),
        Step("group_buys.fail_minimum", ("open", "box_fill", "cut_off"), "failed_minimum"),
        Step("group_buys.arrive_partly", ("placed", "on_truck"), "partly_received"),
        Step("group_buys.share_out", ("sorting",), "sorting"),
        Step("group_buys.hand_out_rest", ("delivering",), "delivering"),
        Step("group_buys.reopen", ("cut_off",), "open", reopens=True),
        # For the money only: goods that were handed over stay handed over.
        Step("group_buys.reopen", ("settled",), "delivering", reopens=True),
        Step(
            "group_buys.cancel",
            ("draft", "open", "box_fill", "cut_off", "failed_minimum", "placed", "on_truck"),
            "cancelled",
        ),
    ),
)

ORDER = Machine(
    name="OrderState",
    states=tuple(OrderState),
    final=frozenset({OrderState.dropped, OrderState.withdrawn}),
    steps=(
        Step("group_buys.accept", ("late",), "accepted", natural=True),
        Step("group_buys.withdraw", ("signed", "late", "accepted"), "withdrawn"),
        Step("group_buys.drop", ("signed", "late", "accepted"), "dropped"),
        Step("group_buys.short", _CAME, "short"),
        Step("group_buys.substitute", _CAME, "substituted"),
        Step("group_buys.refuse_goods", (*_CAME, "substituted"), "refused"),
        Step("group_buys.damaged", (*_CAME, "substituted"), "damaged"),
        # Whoever orders again after a withdrawal takes up the same line.
        Step("group_buys.order", ("dropped", "withdrawn"), "signed", reopens=True),
        Step("group_buys.order", ("dropped", "withdrawn"), "late", reopens=True),
    ),
)

PAYMENT = Machine(
    name="Payment",
    states=tuple(Payment),
    final=frozenset(),
    steps=(
        Step("group_buys.pay", ("unpaid",), "paid", natural=True),
        Step("group_buys.refund", ("refund_due",), "refunded", natural=True),
    ),
)
"""What people do with money; the state itself follows from the sums, see `money.book`."""

HAND = Machine(
    name="HandOver",
    states=tuple(HandOver),
    final=frozenset({HandOver.at_door, HandOver.handed, HandOver.collected}),
    steps=(
        Step("group_buys.hand_over", ("waiting",), "handed", natural=True),
        Step("group_buys.at_door", ("waiting",), "at_door"),
        Step("group_buys.shelve", ("waiting",), "shelf"),
        Step("group_buys.collect", ("shelf",), "collected", natural=True),
    ),
)

COMPLAINT = Machine(
    name="ComplaintState",
    states=tuple(ComplaintState),
    final=frozenset({ComplaintState.answered}),
    steps=(
        Step("group_buys.answer_complaint", ("open",), "answered", natural=True),
        Step("group_buys.reopen_complaint", ("answered",), "open", reopens=True),
    ),
)
