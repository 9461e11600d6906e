"""What the demonstration's neighbours gave, said, feared and quarrelled about; all invented."""

GIFTS = 104
"""Gifts that came to a door by 15 April."""

KNOWN: tuple[tuple[int, str, str], ...] = (
    # day, what, thanks
    (4, "猪肉两斤，让给对门的孩子", "孩子三天没吃上肉了，谢谢"),
    (7, "苹果和香蕉一袋，让给带孩子的家长", "水果留给孩子，家长过意不去"),
    (11, "速冻水饺两袋", "老人说比自己包的还香"),
    (14, "鹦鹉笼一个、鸟食两斤", "鹦鹉有地方住了"),
    (17, "婴儿奶粉一罐，没开封", "断粮前一天送到的"),
    (20, "大葱和土豆一袋", "晚上就炖上了"),
)
"""Gifts that were offered on the board and carried from door to door."""
MEDICINES = (
    ("布洛芬混悬液一瓶，没拆封", False),
    ("蒙脱石散一盒，没拆封", False),
    ("感冒颗粒一盒", False),
    ("苯磺酸氨氯地平片一盒", True),
    ("电子体温计和退烧贴", False),
    ("二甲双胍0.5g一盒", True),
    ("碘伏棉签一盒", False),
)
ITEMS = (
    "白菜两棵",
    "土豆一袋",
    "大葱一捆",
    "萝卜五个",
    "鸡蛋十个",
    "挂面三把",
    "大米五斤",
    "豆油一桶",
    "馒头一锅",
    "酸菜两袋",
    "五花肉一斤",
    "鸡腿四只",
    "带鱼一条",
    "苹果八个",
    "橘子一袋",
    "香蕉一把",
    "尿片一包",
    "卫生纸一提",
    "口罩二十个",
    "五号电池四节",
    "猫粮一袋",
    "酸奶六杯",
)
WISHES = ((9, "面粉两斤，包饺子", True), (19, "猫砂一袋", False), (19, "一点青菜", False))
"""Day, what, and whether somebody had it."""
OPEN_OFFERS = ((18, "牛奶一箱", 21), (19, "芹菜一把", 20))
"""Day offered, what, last day it is any good."""
UNCHECKED = (19, "阿莫西林胶囊一盒")
"""Offered on the evening before day 20; when somebody reads the box, it is out of date."""

RUMOURS: tuple[tuple[int, float, str, str, int, str, str, str], ...] = (
    # day, hour, what, where, heard again, with whom, finding, answer
    (
        2,
        16.2,
        "小区有人拉走了，整栋楼都要集中隔离",
        "业主群",
        4,
        "clinic",
        "partly",
        "有邻居按规定转运，同楼按名单居家，不是整栋拉走。",
    ),
    (
        7,
        18.5,
        "今晚封城，超市和保供全停，赶紧多囤",
        "好几个群",
        11,
        "supplier",
        "false",
        "保供企业照常配送，明早六点第一车菜到北门；不用抢，也不用多囤。",
    ),
    (
        10,
        9.4,
        "抗原用过的试剂可以扔楼道",
        "3栋单元群",
        1,
        "clinic",
        "false",
        "用过的装密封袋，放自家门口，我们统一收。",
    ),
    (
        13,
        20.1,
        "做核酸不给老人上门了",
        "5栋楼下",
        2,
        "clinic",
        "false",
        "下不了楼的照样上门，群里说一声或打电话都行。",
    ),
    (
        16,
        12.0,
        "团购的肉没有检疫票",
        "团购接龙群",
        3,
        "supplier",
        "false",
        "每一车都有检疫票和核酸报告，照片在公告栏。",
    ),
    (
        18,
        19.3,
        "过两天就解封，不用再做核酸",
        "业主群",
        5,
        "police",
        "cannot_tell",
        "解封哪天以街道通知为准，没通知前照常做核酸。",
    ),
)
LATEST = (
    19,
    8.7,
    "清明过后要停水停气",
    "微信里转的",
    2,
    "gas",
    "false",
    "水和燃气都正常，没有停供安排。",
)
"""Heard on the morning of day 20, and still being checked when the desk opens."""

MOODS: tuple[tuple[int, int, int, str, str, str, str, str], ...] = (
    # day, hours until somebody took it and until it settled, topic, severity, place, what, done
    (
        1,
        1,
        20,
        "sealing",
        "serious",
        "业主群",
        "到底封几天，没人给准话",
        "每晚八点书记群里答",
    ),
    (3, 1, 20, "food", "urgent", "6栋", "几家老人说家里只剩土豆了", "当天补了蔬菜包，先送老人"),
    (5, 1, 20, "medicine", "serious", "2栋", "降压药快没了，医院出不去", "登记代买，三天内都送到"),
    (6, 1, 20, "school", "watch", "家长群", "上网课和做核酸时间撞上", "和采样队说好学生先做"),
    (8, 1, 20, "unfair", "watch", "9栋", "说前面的楼栋总是先发菜", "改成轮流先发，群里公布次序"),
    (
        10,
        1,
        20,
        "work_money",
        "watch",
        "业主群",
        "没法上班，房贷怎么办",
        "发了延期还款的办法",
    ),
    (
        12,
        1,
        20,
        "fear",
        "serious",
        "4栋",
        "独居的邻居说夜里睡不着",
        "心理热线回访，每天一个电话",
    ),
    (15, 1, 20, "testing", "watch", "北门", "排队时间长，怕聚集", "改按楼层叫号"),
    (18, 1, 30, "sealing", "serious", "业主群", "别的小区解了，我们还没动静", "群里讲清批次和条件"),
    (19, 3, 30, "food", "watch", "7栋", "担心周末保供车不来", "转发了配送车次表"),
)

CONFLICTS: tuple[tuple[int, int, int, str, str, str, str, str, str, str], ...] = (
    # day, hours between hearing A and B, hours to the follow-up, kind, matter, A, B, end,
    # result, follow-up
    (2, 1, 70, "noise", "楼上孩子跑跳，楼下上夜班", "白天睡不着", "孩子憋坏了", "agreed",
     "约好下午两点到四点轻点", "两家还互送了水果"),
    (4, 1, 70, "stairwell", "楼道堆菜箱挡路", "出门磕腿", "屋里没地方", "agreed",
     "志愿者帮忙搬到平台", "没再堆"),
    (6, 1, 70, "group_buy", "代收的菜少了一包", "钱付了菜没到", "发的时候数对的", "agreed",
     "查到错放隔壁单元，当面送回", "都说是误会"),
    (8, 1, 70, "family", "夫妻为孩子上网课争吵", "一个人带不过来", "也在家办公", "cooled",
     "谈心两次，分了时段", "平静了"),
    (10, 1, 70, "chat", "群里为先来后到骂起来", "被点名了", "只是提意见", "cooled",
     "群主撤回，双方私下道歉", "都还在群里"),
    (12, 1, 70, "pets", "狗叫扰邻", "一夜没睡", "狗也憋得慌", "agreed",
     "白天志愿者代遛，晚上关阳台门", "好多了"),
    (15, 1, 95, "family", "老两口因买药赌气", "不想麻烦人", "药不能断", "referred",
     "请卫生中心的医生打电话讲清楚", "按时吃药了"),
    (18, 21, 96, "queue", "排队采样插队争执", "等了半小时", "孩子要上课", "agreed",
     "改成学生先做，互相道了歉", "再没插过队"),
)  # fmt: skip
"""At 10:30 on day 20 one is past its follow-up, and of one the second side is still to be heard."""

STORIES: tuple[tuple[int, str, str], ...] = (
    # day, as it was told, as it may be shown ("" where nobody agreed, "?" while it is being asked)
    (4, "对门把排了一上午的猪肉给了孩子", "一位邻居把排队买到的猪肉让给了对门的孩子。"),
    (6, "组织接龙的邻居嗓子喊哑了还在对单", "一位组织接龙的邻居连着核对订单，嗓子哑了也没歇。"),
    (7, "水果留给带孩子的家长", "几家老人把水果让给了带孩子的年轻家长。"),
    (9, "年轻人教楼里老人用手机买菜", "楼里的年轻人挨家教老人用手机买菜，不会的就代买。"),
    (11, "独居老人收到速冻水饺", "一位独居老人收到邻居送的水饺，说像过年一样。"),
    (12, "志愿者背氧气机上六楼", "两名志愿者把氧气机背上六楼，前后用了二十分钟。"),
    (13, "护士邻居下班后还帮着采样", "一位做护士的邻居值完班，又来帮着采样。"),
    (14, "鹦鹉没笼子，群里十分钟凑齐", "有家鹦鹉没了笼子和粮，群里十分钟就凑齐了。"),
    (15, "锁在门外的邻居，志愿者守到半夜", "有人被锁在门外，志愿者陪着等到半夜，门开了才走。"),
    (16, "网格长一个月没回家", "两位网格长一个多月没回家，孩子在视频里问什么时候回来。"),
    (17, "有家不愿意说自己收了菜", ""),
    (19, "有人每天给楼道消毒不留名", "?"),
)
PRAISES: tuple[tuple[int, str, str, str], ...] = (
    # day, for whom, how it came, what was said
    (3, "何静", "phone", "药送到手里还教怎么看说明"),
    (5, "", "chat", "菜分得公平，谢谢大家"),
    (8, "袁博", "chat", "六楼的米面一趟趟扛上来"),
    (11, "冯桂芳", "in_person", "每天一个电话，比闺女还勤"),
    (14, "孙丽", "letter", "雪天在门口站了一夜"),
    (17, "", "banner", "全安一家亲"),
    (19, "徐涛", "chat", "半夜出去买到了退烧药"),
)
APPLICATIONS = ((9, "董雪"), (12, "袁博"), (16, "林晓燕"), (18, "于洋"))
"""Day and applicant."""

NOTICES: tuple[tuple[int, float, str, dict[str, object], float], ...] = (
    # day, hour, template, what it is filled with, hours it holds
    (1, 10.0, "home_isolation", {}, 160),
    (3, 17.0, "test_slot", {"ahead": 1, "hours": "8:00-11:30", "place": "小广场"}, 19),
    (5, 9.0, "kit_pickup", {"ahead": 0, "hours": "10:00-12:00", "place": "北门"}, 4),
    (8, 8.5, "goods_arrived", {"what": "蔬菜包", "hours": "9:30起", "place": "北门货架"}, 6),
    (11, 18.0, "pupils_first", {"ahead": 1, "place": "小广场"}, 20),
    (15, 17.5, "test_slot", {"ahead": 1, "hours": "7:30-11:00", "place": "小广场"}, 18),
    (18, 18.0, "test_slot", {"ahead": 1, "hours": "8:00-9:30", "place": "小广场"}, 15),
    (19, 8.4, "goods_arrived", {"what": "米面油", "hours": "10:00起", "place": "北门货架"}, 8),
    (26, 9.0, "unsealing", {"ahead": 0}, 140),
)
"""The one of day 19 has run out when the desk opens on day 20 and still stands; a day counts
from 0, so 19 is the twentieth."""
