"""The words of the quick line."""

MESSAGES: dict[str, tuple[str, str]] = {
    "quick.title": ("一行话登记", "Record in one line"),
    "quick.prompt": ("门牌 做什么 内容 x数量 急 @谁", "door verb details x2 ! @who"),
    "quick.verb": ("做什么", "Verb"),
    "quick.no_verb": ("还没看到要做什么", "no verb yet"),
    "quick.which": ("“{text}”有{n}个，用↑↓选一个", "“{text}” may be {n}; choose with the arrows"),
    "quick.near": ("没有“{text}”，是不是下面的？", "There is no “{text}”; one of these?"),
    "quick.missing": ("还没写", "not given yet"),
    "quick.unread": ("没看懂", "not read"),
    "quick.example": ("例", "Example"),
    "quick.example.1": (
        "3-2-401 买药 二甲双胍0.5g x2 急 @gz",
        "3-2-401 medicine metformin x2 ! @gz",
    ),
    "quick.example.2": ("3-2-401 走访 平安", "3-2-401 visit well"),
    "quick.example.3": ("领 防护服 2 北门", "issue coverall 2 north gate"),
    "quick.example.4": ("劝返 5号楼 遛狗 当场返回", "turn back 5# dog returned"),
    "refuse.quick.verb": (
        "没看到要做什么；例：3-2-401 买药 二甲双胍 x2",
        "No verb; for example: 3-2-401 medicine metformin x2",
    ),
    "refuse.quick.several": ("“{text}”不止一个：{options}", "“{text}” may be several: {options}"),
    "refuse.quick.unread": ("这些没看懂：{words}", "Not read: {words}"),
    "quick.missing_choice": ("还没写：{choices}", "not given yet: {choices}"),
    "refuse.quick.missing": (
        "还要写明“{field}”：{choices}",
        "Say “{field}” too: {choices}",
    ),
    "refuse.quick.near": (
        "没有“{text}”；是不是：{options}",
        "There is no “{text}”; perhaps {options}",
    ),
    "refuse.quick.unknown": ("{kind}里没有“{text}”", "There is no {kind} “{text}”"),
    "field.record": ("对象", "Record"),
}
