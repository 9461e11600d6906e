"""Names found by the letters one types for them.

The promise: a name is found by its pinyin, its initials or any mixture from the front, with the
reading its bearer uses: a surname's own reading first, every other reading too. The readings come
from the caller; this page only knows surnames and how letters meet syllables.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from types import MappingProxyType

_MOST_READINGS = 4
_MOST_SPELLINGS = 12

_ONE = (
    "单 shan|仇 qiu|曾 zeng|解 xie|查 zha|朴 piao|翟 zhai|盖 ge gai|隗 wei kui|黑 he hei|吕 lv"
    "|任 ren|华 hua|葛 ge|区 ou|员 yun|乐 yue le|尉 wei|缪 miao|宓 mi|冼 xian|种 chong|秘 bi"
    "|薄 bo|卜 bu|折 she|召 shao|繁 po|覃 qin tan|谌 chen shen|逄 pang|佴 nai|乜 nie|牟 mu mou"
    "|车 che|句 gou|纪 ji|燕 yan|应 ying|宁 ning|哈 ha|那 na|撒 sa|祭 zhai|郗 xi chi|郇 xun huan"
    "|邸 di|禚 zhuo|訾 zi|昝 zan|阚 kan|褚 chu|瞿 qu|郄 qie|过 guo|曲 qu|沈 shen|石 shi|柏 bai bo"
    "|贾 jia|呙 guo"
)
_TWO = (
    "尉迟 yu chi|万俟 mo qi|澹台 tan tai|令狐 ling hu|长孙 zhang sun|欧阳 ou yang|司马 si ma"
    "|上官 shang guan|诸葛 zhu ge|东方 dong fang|皇甫 huang fu|慕容 mu rong|司徒 si tu|司空 si kong"
    "|夏侯 xia hou|公孙 gong sun|宇文 yu wen|独孤 du gu|轩辕 xuan yuan|端木 duan mu|南宫 nan gong"
    "|百里 bai li|呼延 hu yan|闻人 wen ren|赫连 he lian|钟离 zhong li|鲜于 xian yu|单于 chan yu"
    "|拓跋 tuo ba|申屠 shen tu|太史 tai shi|公冶 gong ye|宗政 zong zheng|濮阳 pu yang|淳于 chun yu"
    "|仲孙 zhong sun|第五 di wu|东郭 dong guo|西门 xi men|南门 nan men|谷梁 gu liang|子车 zi ju"
    "|颛孙 zhuan sun|亓官 qi guan|司寇 si kou|乐正 yue zheng|漆雕 qi diao|纳兰 na lan|完颜 wan yan"
    "|叶赫 ye he|爱新 ai xin|哥舒 ge shu|梁丘 liang qiu|左丘 zuo qiu|东门 dong men|羊舌 yang she"
)
# A surname's letters, commonest first.
SURNAMES = MappingProxyType({row.split()[0]: tuple(row.split()[1:]) for row in _ONE.split("|")})
COMPOUND_SURNAMES = MappingProxyType(
    {row.split()[0]: tuple(row.split()[1:]) for row in _TWO.split("|")}
)
_TONED = re.compile("u[\u0300\u0301\u0304\u030c]\u0308|u\u0308[\u0300\u0301\u0304\u030c]")
_UMLAUT = re.compile("u:|u\u0308")
_APART = re.compile(r"[\u0300-\u036f\s'`’·.\-]")


def surname(name: str) -> str:
    """The surname a Chinese name begins with, both characters of a compound one.

    A name of two characters has one for each part, so 欧阳 alone is Ou Yang, not a bare surname.
    """
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1]


def spell(typed: str) -> str:
    """Small letters without tones and spaces; ü and u: become v, as people type them.

    Empty where something else is left: 王xz is not letters, it is looked for in the name itself.
    """
    if typed.isascii() and typed.isalnum():
        return typed.lower()
    letters = _TONED.sub("u\u0308", unicodedata.normalize("NFKD", typed.lower()))
    letters = _APART.sub("", _UMLAUT.sub("v", letters))
    return letters if letters.isascii() and letters.isalnum() else ""


def search_key(name: str, readings: Sequence[Sequence[str]]) -> str:
    """The search column of a name: for each reading `wangxiuzhi wxz wang'xiu'zhi`.

    `readings` holds one list a character, as pypinyin gives them with every reading; a run of
    other letters counts as one. Likely readings come first and unlikely mixtures are left out.
    """
    syllables = [_spellings(options) for options in readings]
    family = COMPOUND_SURNAMES.get(name[:2]) if len(name) > 1 else None
    own = [(s,) for s in family] if family else [SURNAMES.get(name[:1], ())]
    for place, first in enumerate(own[: len(syllables)]):
        if first:
            syllables[place] = _spellings([*first, *syllables[place]])
    syllables = [options for options in syllables if options]
    if not syllables:
        return ""
    words: dict[str, None] = {}
    for parts in _likeliest(syllables):
        words["".join(parts)] = None
        words["".join(part[0] for part in parts)] = None
        words["'".join(parts)] = None
    return " ".join(words)


def matches(search_key: str, typed: str) -> bool:
    """Whether what was typed begins the name: wangxiu, wxz, wangxz, wxiu."""
    wanted = spell(typed)
    if not wanted or len(wanted) > 60:
        return False
    if search_key.startswith(wanted) or f" {wanted}" in search_key:
        return True
    return _mixed(wanted).search(search_key) is not None


def rank(typed: str, search_key: str, *names: str) -> int | None:
    """How well a typed text means somebody, 0 exactly; None where it means another.

    Args:
        search_key: the readings that may be matched; empty where only what is shown may be.
        names: how the person is called: the name, and what a line shows of it.
    """
    called = [name.casefold() for name in names]
    if typed in called:
        return 0
    if spell(typed) in search_key.split():
        return 1
    part = len(typed) > 1 and any(typed in name for name in called)
    return 2 if part or matches(search_key, typed) else None


@lru_cache(maxsize=64)
def _mixed(wanted: str) -> re.Pattern[str]:
    """After each letter the rest of its syllable may be left out."""
    return re.compile("(?:^| )" + "(?:[a-z0-9]*')?".join(wanted))


def _spellings(options: Sequence[str]) -> tuple[str, ...]:
    """Each reading once; 吕 is lv to an input method, lu to a hurry, lyu to a passport."""
    found: dict[str, None] = {}
    for option in options:
        letters = spell(option)
        if letters:
            found[letters] = None
    for letters in list(found):
        if letters[:2] in ("lv", "nv"):
            found[letters[0] + "u" + letters[2:]] = None
            found[letters[0] + "yu" + letters[2:]] = None
    return tuple(found)[: _MOST_READINGS + 2]


def _likeliest(syllables: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Combinations with the fewest second-choice readings first, cut at a sensible number."""
    if len(syllables) > 6:  # a foreign or mistyped name: its first readings will do
        head = [options[:1] for options in syllables[2:]]
        syllables = [*syllables[:2], *head]
    places = product(*(range(min(len(options), _MOST_READINGS + 2)) for options in syllables))
    ranked = sorted(places, key=lambda chosen: (sum(chosen), chosen[::-1]))
    return [
        tuple(options[n] for options, n in zip(syllables, chosen, strict=True))
        for chosen in ranked[:_MOST_SPELLINGS]
    ]
