"""What a neighbour gives, told from the words it is called by; a medicine is never overlooked.

A medicine may harm whoever takes it, so words that sound like one decide over the kind somebody
chose; everything else is only sorted for the count.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from models.rules.text import fold


class GiftKind(StrEnum):
    """What is given or wished for."""

    vegetables = "vegetables"
    fruit = "fruit"
    meat = "meat"
    staples = "staples"
    medicine = "medicine"
    baby = "baby"
    pet = "pet"
    daily = "daily"
    other = "other"


_MEDICINE = re.compile(
    r"药|胶囊|颗粒|口服|注射|滴眼|软膏|气雾|栓剂|(?:[一-鿿]|\dg)片(?:\d|$|\s)|\d+\s*(?:mg|毫克|ug|微克)"
    r"|胰岛素|布洛芬|双胍|地平|他汀|沙坦|洛尔|司匹林|西林|头孢|霉素|维生素|退烧|降压|降糖|板蓝根|连花清瘟|速效救心|碘伏"
    r"|medicine|tablet|capsule|pill|insulin|ibuprofen|paracetamol|aspirin|syrup",
    re.IGNORECASE,
)
_NOT_MEDICINE = re.compile(r"尿片|薯片|麦片|玉米片|土豆片|药膳|芍药|picked up|spill|pillow", re.I)
_WORDS: Mapping[GiftKind, tuple[str, ...]] = MappingProxyType(
    {
        GiftKind.baby: ("奶粉", "尿不湿", "尿片", "辅食", "formula", "nappies", "diaper"),
        GiftKind.pet: ("鹦鹉", "猫", "狗", "鸟", "鱼食", "parrot", "cat ", "dog ", "bird"),
        GiftKind.meat: ("肉", "排骨", "鸡腿", "鱼", "虾", "pork", "beef", "chicken", "fish"),
        GiftKind.fruit: (
            "苹果",
            "香蕉",
            "橘",
            "橙",
            "梨",
            "水果",
            "草莓",
            "fruit",
            "apple",
            "orange",
        ),
        GiftKind.staples: (
            "米",
            "面",
            "油",
            "饺",
            "馒头",
            "包子",
            "鸡蛋",
            "rice",
            "flour",
            "oil",
            "dumpling",
            "egg",
        ),
        GiftKind.vegetables: (
            "菜",
            "土豆",
            "萝卜",
            "葱",
            "黄瓜",
            "茄",
            "豆角",
            "vegetable",
            "cabbage",
            "potato",
        ),
        GiftKind.daily: ("纸", "洗", "口罩", "电池", "灯", "paper", "soap", "mask", "battery"),
    }
)
"""In the order they are tried: 鹦鹉粮 is for the parrot, 鱼食 for the fish."""


def sounds_like_medicine(item: str) -> bool:
    """Whether the words may mean something that is taken as a medicine."""
    said = fold(item)
    return _MEDICINE.search(_NOT_MEDICINE.sub("", said)) is not None


def kind_of(item: str, chosen: GiftKind | None = None) -> GiftKind:
    """The kind of a gift: a medicine where it sounds like one, else the kind chosen, else read."""
    if sounds_like_medicine(item):
        return GiftKind.medicine
    if chosen is not None:
        return chosen
    said = f"{fold(item).casefold()} "
    for kind, words in _WORDS.items():
        if any(word in said for word in words):
            return kind
    return GiftKind.other
