"""A chain written out again, in the one way that reads back as the same orders."""

from collections.abc import Sequence
from itertools import groupby

from models.rules.address import Door
from models.rules.jielong.values import Answer, AnswerState, Chain, Product

_SETTLED = frozenset({AnswerState.accepted, AnswerState.withdrawn})
_LEFT_OUT = frozenset({AnswerState.duplicate, AnswerState.replaced})


def written(chain: Chain) -> str:
    """The chain as a text to paste back into the group.

    What a person still has to decide stands as it was written; what was said twice stands once.
    """
    host = f"团长：{chain.host}" if chain.host else ""
    lines = [*filter(None, ("#接龙", chain.title, host)), *map(_offer, chain.products), ""]
    for _, group in groupby(chain.answers, key=lambda answer: (answer.no, answer.lines)):
        lines += _answer(list(group))
    return "\n".join(lines)


def _offer(product: Product) -> str:
    """A line of the head that names a product."""
    if product.price is None:
        return f"品种：{product.name}"
    yuan = f"{product.price / 100:.2f}".rstrip("0").rstrip(".")
    return f"{product.name} {yuan}元" + (f"/{product.unit}" if product.unit else "")


def _answer(group: Sequence[Answer]) -> list[str]:
    one = group[0]
    no = f"{one.no}. " if one.no is not None else ""
    if all(answer.state in _LEFT_OUT for answer in group):
        return []
    if len(group) > 1 or one.state not in _SETTLED or not isinstance(one.door, Door):
        return [no + " ".join(one.text.split())]
    parts = [one.name, str(one.door), *(f"{name} x{n}" for name, n in one.items.items())]
    if one.state is AnswerState.withdrawn:
        parts.append("取消")
    if one.paid is not None:
        parts.append("已付" if one.paid else "未付")
    if one.placed_by:
        parts.append(f"（代下单：{one.placed_by}）")
    if one.note:
        parts.append(f"（备注：{one.note}）")
    return [no + " ".join(filter(None, parts))]
