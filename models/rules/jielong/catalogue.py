"""Which product a word means. A word that may mean two, or only resembles one, is not decided."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.rules.jielong.units import SIZE, WEIGHT
from models.rules.jielong.values import Product
from models.rules.slips import slips
from models.rules.text import fold

_PACK = re.compile(r"(?:套餐|套装|礼包|组合|[包箱袋盒份板桶])$")
_ENDING = re.compile(f"{_PACK.pattern}|{SIZE.pattern}|{WEIGHT.pattern}", re.IGNORECASE)
_LETTER = re.compile(r"(?:套餐|组合)(?P<a>[a-z0-9])|(?P<b>[a-z0-9])(?:套餐|组合|款|餐|包)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word may stand for: one product, several, or one that it only resembles."""

    products: tuple[str, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The products of a chain, by every word that says one of them."""

    products: tuple[Product, ...] = ()
    pattern: re.Pattern[str] | None = None
    _names: Mapping[str, str] = field(default_factory=dict, hash=False)
    _keys: tuple[tuple[str, str], ...] = ()
    """Each product's name, and how it is compared."""

    @classmethod
    def of(cls, products: Iterable[Product]) -> "Catalogue":
        """A catalogue that knows the names, their aliases, and what is left without 包 or 套餐."""
        listed = tuple(products)
        names: dict[str, str] = {key(p.name): p.name for p in listed}
        for product in listed:
            for size in product.sizes:
                names.setdefault(key(product.name + size), product.name)
            for alias in product.aliases:
                names.setdefault(key(alias), product.name)
        short: dict[str, set[str]] = {}
        for product in listed:
            for word in _shorter(key(product.name)):
                short.setdefault(word, set()).add(product.name)
        for word, meant in short.items():
            if len(meant) == 1:
                names.setdefault(word, *meant)
        names.pop("", None)
        words = sorted((w for w in names if not w.isdigit()), key=len, reverse=True)
        pattern = re.compile("|".join(map(_spelt, words)), re.IGNORECASE) if words else None
        return cls(listed, pattern, names, tuple((p.name, key(p.name)) for p in listed))

    def named(self, word: str) -> str:
        """The product of a word that `pattern` found."""
        return self._names[key(word)]

    def find(self, name: str) -> Product | None:
        """The product with this name."""
        return next((product for product in self.products if product.name == name), None)

    def meaning(self, word: str) -> Meaning:
        """What a word means that is no name: part of one, more than one, or a slip of one."""
        said = key(word)
        if said in self._names:
            return Meaning((self._names[said],), True)
        if not said or said.isdigit():
            return Meaning()
        part = [name for name, spelt in self._keys if said in spelt or spelt in said]
        if part:
            return Meaning(tuple(part), len(part) == 1)
        near = [
            name
            for name, spelt in self._keys
            if len(said) > 1 and abs(len(said) - len(spelt)) < 2 and slips(said, spelt) == 1
        ]
        return Meaning(tuple(near))


def key(text: str) -> str:
    """A word as it is compared: folded, small, without spaces."""
    return "".join(fold(text).lower().split())


def merged(said: Sequence[Product]) -> tuple[Product, ...]:
    """Products learnt from answers: 白菜 is 白菜包, 蛋 is 鸡蛋, where only one can be meant."""
    full: dict[str, str] = {}
    for product in said:
        longer = {
            other.name
            for other in said
            if other.name != product.name
            and (
                other.name.endswith(product.name)
                or (
                    other.name.startswith(product.name)
                    and _ENDING.fullmatch(other.name[len(product.name) :])
                )
            )
        }
        if len(longer) == 1:
            full[product.name] = longer.pop()
    kept: dict[str, Product] = {}
    for product in said:
        if product.name not in full and product.name not in kept:
            aliases = tuple(dict.fromkeys(a for a, name in full.items() if name == product.name))
            kept[product.name] = replace(product, aliases=aliases)
    return tuple(kept.values())


def _shorter(name: str) -> list[str]:
    """白菜 of 白菜包, A of A套餐, 套餐A of A套餐; never a single Chinese character."""
    words = []
    letter = _LETTER.fullmatch(name)
    if letter is not None:
        one = letter["a"] or letter["b"]
        words += [f"{one}套餐", f"套餐{one}", f"{one}餐", f"{one}款"]
        words += [] if one.isdigit() else [one]
    bare = _PACK.sub("", name)
    if len(bare) > 1:
        words.append(bare)
    return [word for word in words if word != name]


def _spelt(word: str) -> str:
    """The pattern of a word: spaces inside do not matter, a lone letter is no part of a word."""
    spelt = r"\s?".join(map(re.escape, word))
    left = "(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    if left and len(word) == 1:  # A1B2: a letter may stand behind the count of another
        left = r"(?:(?<![a-z0-9])|(?<=[a-z][0-9])(?=[a-z]\s?[x×*]?[0-9]))"
    right = "(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    right = r"(?:(?![a-z])|(?=x[0-9]))" if right and len(word) == 1 else right  # Bx1
    return f"{left}{spelt}{right}"
