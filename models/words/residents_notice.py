"""The words of the notice to residents."""

MESSAGES: dict[str, tuple[str, str]] = {
    "residents_notice.title": ("致居民：您的信息怎样保存", "To our residents: what is kept of you"),
    "residents_notice.lead": (
        "{branch}为照顾好每一户、不漏一人，保存下面这些信息，只用于这件事，不作别的用途。",
        "{branch} keeps what is listed below so that every home is looked after and nobody is "
        "missed. It is used for nothing else.",
    ),
    "residents_notice.never": (
        "不收集身份证号、照片、宗教、收入；年龄只记出生年份。名单不发到群里，不给无关的人。",
        "Identity numbers, photographs, religion and income are never asked for; of your age only the year of birth. Lists are never posted in a chat, nor given to those who need not have them.",
    ),
    "residents_notice.rights": (
        "您可以随时请书记或网格长：给您看保存了什么、改正写错的、删除不再需要的。",
        "You may at any time ask the secretary or your grid leader to show you what is kept, to "
        "correct it, and to delete what is no longer needed.",
    ),
    "residents_notice.end": (
        "支部解散时，由两人确认，全部个人信息（包括备份）一并销毁，只留下合计数字，并出具销毁证明；花名册由社区自己保管。",
        "When the branch is dissolved, two people confirm that all personal data are deleted, copies included; only totals stay, and a certificate says so. The community keeps its own roster.",
    ),
    "residents_notice.ask": (
        "联系人：____________　电话：____________　地点：____________",
        "Whom to ask: ____________  Telephone: ____________  Where: ____________",
    ),
    # ── what, and why ──
    "residents_notice.what.name": ("姓名、称呼、出生年份", "Name, form of address, year of birth"),
    "residents_notice.why.name": (
        "核对每户在住的人，一个不漏",
        "to know who lives in each home, so that nobody is missed",
    ),
    "residents_notice.what.phone": ("电话", "Telephone"),
    "residents_notice.why.phone": (
        "通知、问候、紧急联系",
        "to tell, to ask after, to reach you quickly",
    ),
    "residents_notice.what.door": ("楼栋、门牌", "Building and door"),
    "residents_notice.why.door": (
        "送药送菜、采样、消毒",
        "to bring medicine and food, to test, to disinfect",
    ),
    "residents_notice.what.illness": (
        "疾病和用药（只限需要照顾的人）",
        "Illness and medicine (only of those on the care list)",
    ),
    "residents_notice.why.illness": (
        "按时走访、不断药",
        "to visit in time and never run out of medicine",
    ),
    "residents_notice.what.isolation": (
        "隔离情况、体温（只限隔离的人）",
        "Isolation and temperatures (only of those set apart)",
    ),
    "residents_notice.why.isolation": (
        "按规定照护、按时解除",
        "to look after them and to end it on time",
    ),
    "residents_notice.what.requests": (
        "您提出的诉求和办理情况",
        "What you asked for and how it was done",
    ),
    "residents_notice.why.requests": ("件件有回音", "so that every request is answered"),
    "residents_notice.what.rounds": (
        "检测、发放、入户的逐户记录",
        "Tests, kits and visits, door by door",
    ),
    "residents_notice.why.rounds": ("不漏一户", "so that no home is missed"),
    "residents_notice.what.gate": ("出入登记", "Who went out and came in"),
    "residents_notice.why.gate": ("掌握在外人员，及时接回", "to know who is out and expected back"),
    "residents_notice.what.patrols": ("巡逻中的劝返", "Whom a patrol spoke to"),
    "residents_notice.why.patrols": ("安全", "safety"),
    "residents_notice.what.group_buys": ("团购订单和付款情况", "Orders and payments of group buys"),
    "residents_notice.why.group_buys": ("送到家、钱账清楚", "to deliver, and to settle the money"),
    "residents_notice.what.chain": ("接龙的聊天原文", "Text of chat chains"),
    "residents_notice.why.chain": ("核对订单", "to check the orders"),
    "residents_notice.what.community": (
        "赠送、心愿、纠纷、心情",
        "Gifts, wishes, disputes and moods",
    ),
    "residents_notice.why.community": ("邻里互助", "to help each other"),
    "residents_notice.what.looks": (
        "谁查看、导出过您的信息",
        "Who looked at or exported your data",
    ),
    "residents_notice.why.looks": ("防止滥用", "against misuse"),
    # ── who ──
    "residents_notice.role.secretary": ("书记", "secretary"),
    "residents_notice.role.grid": ("本网格的网格长", "your grid leader"),
    "residents_notice.role.on_task": ("正为您办事的志愿者", "a volunteer on your errand"),
    "residents_notice.role.otherwise": ("其他志愿者", "other volunteers"),
    "residents_notice.and": ("、", ", "),
    "residents_notice.semicolon": ("；", "; "),
    "residents_notice.sees": ("{who}：{what}", "{who}: {what}"),
    "residents_notice.sight.full": ("看得到", "all of it"),
    "residents_notice.sight.keyed": (
        "按键才显示，每次留记录",
        "on a key, which is written down each time",
    ),
    "residents_notice.sight.surname": ("只见称呼，如王阿姨", "as one speaks to you (Ms Wang)"),
    "residents_notice.sight.masked": (
        "打星号",
        "covered by asterisks",
    ),
    "residents_notice.sight.building": ("只见楼栋", "the building only"),
    "residents_notice.sight.tag": ("只见需要哪类照顾", "which kind of help only"),
    "residents_notice.sight.items": ("只见这次要取的东西", "what this errand fetches only"),
    "residents_notice.sight.flag": ("只见是否要防护", "whether gear is needed only"),
    "residents_notice.sight.none": ("看不到", "nothing"),
    "residents_notice.who.records": (
        "书记、网格长、经办的志愿者，按上面的规则",
        "secretary, grid leaders, who does it: as above",
    ),
    "residents_notice.who.looks": (
        "书记；别人看到的是遮住的",
        "the secretary; others see it covered",
    ),
    # ── until when ──
    "residents_notice.stamp": ("{branch} {on}", "{branch}, {on}"),
    "residents_notice.until.end": ("支部解散", "the branch is dissolved"),
    "residents_notice.until.care": (
        "不再需要照顾后 {n} 天；走访内容 {n} 天",
        "{n:day|days} after leaving the care list; visits {n:day|days}",
    ),
    "residents_notice.until.isolation": ("解除后 {n} 天", "{n:day|days} after the release"),
    "residents_notice.until.requests": ("办结后 {n} 天", "{n:day|days} after it was closed"),
    "residents_notice.until.rounds": ("本轮结束后 {n} 天", "{n:day|days} after the round"),
    "residents_notice.until.gate": ("返回后 {n} 天", "{n:day|days} after the return"),
    "residents_notice.until.patrols": ("{n} 天", "{n:day|days}"),
    "residents_notice.until.group_buys": ("结清后 {n} 天", "{n:day|days} after it was settled"),
    "residents_notice.until.chain_text": ("{n} 天", "{n:day|days}"),
    "residents_notice.until.community": ("了结后 {n} 天", "{n:day|days} after it was settled"),
    "residents_notice.until.journal": ("{n} 天", "{n:day|days}"),
}
