"""The words of what is forgotten in time."""

MESSAGES: dict[str, tuple[str, str]] = {
    "erased": ("已清除", "erased"),
    "retention.people": ("清除到期的请假原因", "Forget why somebody could not serve"),
    "retention.people.did": (
        "清除了{rows}条请假原因",
        "forgot {rows:reason|reasons} for not serving",
    ),
    "retention.shifts": ("清除到期的值班备注", "Forget past notes on duty"),
    "retention.shifts.did": ("清除了{rows}条值班备注", "forgot {rows:note|notes} on duty"),
    "retention.patrols": ("清除到期的巡逻记录", "Forget who was met on patrol"),
    "retention.patrols.did": (
        "清除了{rows}条巡逻记录中的个人信息",
        "forgot whom {rows:patrol record|patrol records} named",
    ),
    "retention.gate": ("清除到期的出入登记", "Forget past gate records"),
    "retention.gate.did": (
        "清除了{rows}条出入登记中的个人信息",
        "forgot whom {rows:gate record|gate records} named",
    ),
    "retention.care": ("清除到期的走访内容", "Forget what past visits noted"),
    "retention.care.did": ("清除了{rows}条走访内容", "forgot what {rows:visit|visits} noted"),
    "retention.requests": ("清除到期的诉求", "Forget past requests"),
    "retention.requests.did": (
        "清除了{rows}条诉求记录中的个人信息",
        "forgot whom {rows:request record|request records} named",
    ),
    "retention.stock": ("清除到期的领用去向", "Forget to which door goods went"),
    "retention.stock.did": (
        "清除了{rows}条领用去向",
        "forgot where {rows:move|moves} of stock went",
    ),
    "retention.group_buys": ("清除到期的团购", "Forget past orders"),
    "retention.group_buys.did": (
        "清除了{rows}条团购记录中的个人信息",
        "forgot whom {rows:order record|order records} named",
    ),
    "retention.isolation": ("清除到期的隔离记录", "Forget past isolation"),
    "retention.isolation.did": (
        "清除了{rows}条隔离记录中的个人信息",
        "forgot whom {rows:isolation record|isolation records} named",
    ),
    "retention.rounds": ("清除到期的逐户逐人记录", "Forget who was in past rounds"),
    "retention.rounds.did": (
        "清除了{rows}条逐户逐人记录中的个人信息",
        "forgot whom {rows:turn|turns} of past rounds named",
    ),
    "retention.papers": ("清除到期的打印记录", "Forget what printed sheets listed"),
    "retention.papers.did": (
        "清除了{rows}张打印单上的条目",
        "forgot what {rows:sheet|sheets} listed",
    ),
    "retention.community": ("清除到期的邻里记录", "Forget past community records"),
    "retention.community.did": (
        "清除了{rows}条邻里记录中的个人信息",
        "forgot whom {rows:community record|community records} named",
    ),
    "retention.kept_form": ("清除没有取回的表单", "Forget forms nobody came back for"),
    "retention.kept_form.did": (
        "清除了{rows}张没有取回的表单",
        "forgot {rows:form|forms} nobody came back for",
    ),
    "retention.journal": ("清除到期的查看和导出记录", "Forget past reveals and exports"),
    "retention.journal.did": (
        "清除了{values}次查看、导出的对象和原因",
        "forgot what {values:reveal or export|reveals and exports} told",
    ),
    # ── ledgers of the rule set ──
    "rules.part.care": ("走访内容", "what a visit noted"),
    "rules.part.community": ("邻里和群情", "community records"),
    "rules.part.group_buys": ("团购（结清后）", "group buys, once settled"),
    "rules.part.patrols": ("巡逻遇见的人", "who was met on patrol"),
    "rules.part.rounds": ("逐户逐人记录（关闭后）", "rounds, once closed"),
    "rules.part.shifts": ("值班备注", "notes on duty"),
    "rules.part.stock": ("领用去向", "where stock went"),
    "rules.part.journal": ("查看和导出的记录", "reveals and exports"),
    # ── the settings room ──
    "settings.kept": ("信息保存", "What is kept"),
    "settings.kept.ran": ("上次清理 {at}", "last looked {at}"),
    "settings.kept.never": ("还没有清理过", "not looked at yet"),
    "settings.kept.told": (
        "共清除{n}条；回车看各保存多久",
        "{n} erased in all; enter shows how long each stays",
    ),
    "settings.kept.days": ("{n}天", "{n:day|days}"),
    "settings.kept.unset": ("没有规定，不清除", "no rule: never erased"),
    "settings.kept.none": ("还没有到期的", "nothing was past yet"),
    "settings.kept.last": ("{at} 清除{n}条", "{at}: {n} erased"),
    "settings.kept.foot": (
        "期限在规则“信息保存”里改，从某天起  esc 返回",
        "the rules of retention set them, from a day on  esc back",
    ),
}
