"""Words that name a person, words of courtesy, and words that say nothing of an order."""

import re

_FILLER = re.compile(
    r"(?:我家?|我们家?|还|就|也|想|要|订|定|买|来|加|接龙|报名|参加|预[定订]|需要|麻烦|给我|帮我|留|登记|下单|共|第|一?份|室|家|由|的|和|与|户主)+"
)
_HONORIFIC = re.compile(
    r"[老小大阿][\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{1,4}(?:爷爷|奶奶|阿姨|叔叔?|大爷|大妈|大姐|大哥|姐|哥|先生|女士|老师|妈妈?|爸爸?|婶|嫂)"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安"
)
_FOOD = re.compile(
    r"[菜瓜薯奶肉菇米面蛋豆笋葱姜蒜椒桃梨果莓橘橙柚鱼虾蟹鸡鸭排骨油盐糖酱醋饼包餐水纸液罩片药丸饺粉条卜笼食团品]$"
)
COURTESY = re.compile(r"谢谢|多谢|感谢|辛苦|放|门口|马上|晚上|下午|白天|方便|麻烦|不要|自[提取]")


def is_filler(word: str) -> bool:
    """我要, 来, 接龙: said with an order and no part of it."""
    return _FILLER.fullmatch(word) is not None


def looks_like_person(word: str) -> bool:
    """老赵, 刘奶奶, 张建; not 白菜, and not 谢谢."""
    if COURTESY.search(word):
        return False
    if _HONORIFIC.fullmatch(word):
        return True
    return 2 <= len(word) <= 3 and word[0] in _SURNAMES and not _FOOD.search(word)
