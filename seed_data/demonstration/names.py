"""Invented names: drawn from common surnames and given names by chance."""

import random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇解查翟"
)
COMPOUND = ("欧阳", "尉迟", "司徒", "令狐")
WOMEN = "秀芝兰英淑华桂芳玉珍凤霞丽娟敏静艳红梅萍雪琴云莲翠颖慧婷佳欣怡雯琳"
MEN = "国强建军志勇伟明德福海涛文斌辉鹏飞宇浩博凯峰磊刚永亮成宝贵林森东升"
BABIES = "梓轩子涵诗雨浩然欣怡一诺宇辰思远可心"


def name(rng: random.Random, woman: bool, birth_year: int, family: str = "") -> str:
    """A name of two or three characters, of its time."""
    given = BABIES if birth_year > 2005 else WOMEN if woman else MEN
    length = 1 if rng.random() < 0.22 else 2
    return (family or surname(rng)) + "".join(rng.choice(given) for _ in range(length))


def surname(rng: random.Random) -> str:
    """A surname; now and then one of two characters."""
    return rng.choice(COMPOUND) if rng.random() < 0.006 else rng.choice(SURNAMES)
