"""Words that name a person, words of courtesy, and words that say nothing of an order."""

import re

_FILLER = re.compile(
    r"(?:我家?|我们家?|还|就|也|想|要|订|定|买|来|加|接龙|报名|参加|预[定订]|需要|麻烦|给我|帮我|给|留|登记|下单|接|带|捎|拿|领|代|帮忙?|替|全|都|共|第|一?份|室|家|由|的|和|与|户主)+"
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
_OWN = re.compile(r"(?:我自己|自己|自家|本人|我们?家?)(?:也|还)?[要订来买留]?")
_EMOTICONS = frozenset(
    (
        "微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 "
        "难过 囧 抓狂 吐 偷笑 愉快 白眼 傲慢 困 惊恐 憨笑 悠闲 咒骂 疑问 嘘 晕 衰 "
        "骷髅 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 鄙视 委屈 快哭了 阴险 亲亲 可怜 笑脸 "
        "生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 "
        "天啊 社会社会 旺柴 好的 打脸 哇 翻白眼 叹气 苦涩 裂开 嘴唇 爱心 心碎 拥抱 "
        "强 弱 握手 胜利 抱拳 勾引 拳头 OK 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀 "
        "炸弹 便便 月亮 太阳 庆祝 礼物 红包 發 福 烟花 爆竹 猪头 跳跳 发抖 转圈 "
    ).split()
)
COURTESY = re.compile(r"谢谢|多谢|感谢|辛苦|放|门口|马上|晚上|下午|白天|方便|麻烦|不要|自[提取]")


def looks_like_food(word: str) -> bool:
    """白菜, 土豆, 大米: what nobody is called."""
    return len(word) > 1 and _FOOD.search(word) is not None and not _HONORIFIC.fullmatch(word)


def is_filler(word: str) -> bool:
    """我要, 来, 接龙: said with an order and no part of it."""
    return _FILLER.fullmatch(word) is not None


def is_own(word: str) -> bool:
    """我自己, 我家要: what follows is for whoever answers, not for a neighbour."""
    return _OWN.fullmatch(word) is not None


def is_emoticon(word: str) -> bool:
    """庆祝, 抱拳: what a chat writes in brackets for a face."""
    return word in _EMOTICONS


def looks_like_person(word: str) -> bool:
    """老赵, 刘奶奶, 张建; not 白菜, and not 谢谢."""
    if COURTESY.search(word):
        return False
    if _HONORIFIC.fullmatch(word):
        return True
    return 2 <= len(word) <= 3 and word[0] in _SURNAMES and not _FOOD.search(word)
