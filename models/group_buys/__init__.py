"""What the compound buys together, from the chain in the group to the door.

The promise of this area: every portion is asked for by a door and told to the supplier once; who
goes without was decided before anybody knew who it would be, and every line says why; no money is
taken or owed without a line that says so; and whom no chain reaches is asked by somebody.

A chain or a sheet comes in through one change, `group_buys.take_answers`, as one act: the later
answer of a household takes the place of the earlier. `answers` gives what is there now, to compare,
`catalogue` the products as the reader of chains takes them, and `group_buys.keep_chain` keeps the
text in an act of its own, which is emptied after its days.
"""

from typing import TYPE_CHECKING

from models.group_buys.lines import (
    BuyLine,
    ComplaintLine,
    OrderLine,
    OrderPage,
    PresentAnswer,
    SupplierLine,
    TotalLine,
    Totals,
    UnaskedLine,
)
from models.group_buys.money import balance
from models.group_buys.reads import (
    FILTERS,
    answers,
    buys,
    by_building,
    orders,
    products,
    products_of,
)
from models.group_buys.report import totals
from models.group_buys.seeing_to import complaints, suppliers, unasked
from models.group_buys.states import (
    BUY,
    COMPLAINT,
    HAND,
    ORDER,
    PAYMENT,
    PLACED,
    TAKING,
    BuyKind,
    BuyState,
    ComplaintState,
    HandOver,
    OrderSource,
    OrderState,
    Payment,
)
from models.group_buys.tables import (
    BuyAsked,
    BuyComplaint,
    BuyOrder,
    BuyProduct,
    ChainText,
    GroupBuy,
    Supplier,
)
from models.group_buys.watch import GroupBuyCounts, alarms, counted, counts
from models.rules.shortage import ShortageRule
from models.store.areas import Later

if TYPE_CHECKING:
    from models.group_buys.chains import catalogue, keep_chain, last_chain
    from models.group_buys.drafts import (
        Answer,
        BuyFields,
        Item,
        KeepChain,
        NewBuy,
        NewOrder,
        ProductFields,
        SupplierFields,
        TakeAnswers,
    )
    from models.group_buys.finding import find_orders
    from models.group_buys.kinds import (
        BUY_KIND,
        COMPLAINT_KIND,
        ORDER_KIND,
        PRODUCT_KIND,
        SUPPLIER_KIND,
        UNASKED_KIND,
    )
    from models.group_buys.orders import take_answers
    from models.group_buys.papers import Label, PickLine, labels, pick_list

__all__ = [
    "BUY",
    "BUY_KIND",
    "COMPLAINT",
    "COMPLAINT_KIND",
    "FILTERS",
    "HAND",
    "ORDER",
    "ORDER_KIND",
    "PAYMENT",
    "PLACED",
    "PRODUCT_KIND",
    "SUPPLIER_KIND",
    "TAKING",
    "UNASKED_KIND",
    "Answer",
    "BuyAsked",
    "BuyComplaint",
    "BuyFields",
    "BuyKind",
    "BuyLine",
    "BuyOrder",
    "BuyProduct",
    "BuyState",
    "ChainText",
    "ComplaintLine",
    "ComplaintState",
    "GroupBuy",
    "GroupBuyCounts",
    "HandOver",
    "Item",
    "KeepChain",
    "Label",
    "NewBuy",
    "NewOrder",
    "OrderLine",
    "OrderPage",
    "OrderSource",
    "OrderState",
    "Payment",
    "PickLine",
    "PresentAnswer",
    "ProductFields",
    "ShortageRule",
    "Supplier",
    "SupplierFields",
    "SupplierLine",
    "TakeAnswers",
    "TotalLine",
    "Totals",
    "UnaskedLine",
    "alarms",
    "answers",
    "balance",
    "buys",
    "by_building",
    "catalogue",
    "complaints",
    "counted",
    "counts",
    "find_orders",
    "keep_chain",
    "labels",
    "last_chain",
    "orders",
    "pick_list",
    "products",
    "products_of",
    "suppliers",
    "take_answers",
    "totals",
    "unasked",
]

__getattr__ = Later(
    __name__,
    "changes",
    "chains",
    "drafts",
    "finding",
    "kinds",
    "orders",
    "outcome",
    "papers",
    "steps",
)
