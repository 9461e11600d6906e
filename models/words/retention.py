"""The words of what is forgotten in time."""

MESSAGES: dict[str, tuple[str, str]] = {
    "erased": ("已清除", "erased"),
        "清除了{rows}位迁出居民的信息",
        "forgot {rows:resident|residents} who moved out",
    ),
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
        "forgot who {rows:patrol record was|patrol records were} about",
    ),
    "retention.gate": ("清除到期的出入登记", "Forget past gate records"),
    "retention.gate.did": (
        "清除了{rows}条出入登记中的个人信息",
        "forgot who {rows:gate record was|gate records were} about",
    ),
    "retention.care": ("清除到期的走访内容", "Forget past visits"),
    "retention.care.did": ("清除了{rows}条走访内容", "forgot what {rows:visit|visits} noted"),
    "retention.requests": ("清除到期的诉求", "Forget past requests"),
    "retention.requests.did": (
        "清除了{rows}条诉求中的个人信息",
        "forgot who {rows:request record was|request records were} about",
    ),
    "retention.stock": ("清除到期的领用去向", "Forget to which door goods went"),
    "retention.stock.did": (
        "清除了{rows}条领用去向",
        "forgot where {rows:move|moves} of stock went",
    ),
    "retention.group_buys": ("清除到期的团购", "Forget past orders"),
    "retention.group_buys.did": (
        "清除了{rows}条团购记录中的个人信息",
        "forgot who {rows:order record was|order records were} about",
    ),
    "retention.isolation": ("清除到期的隔离记录", "Forget past isolation"),
    "retention.isolation.did": (
        "清除了{rows}条隔离记录中的个人信息",
        "forgot who {rows:isolation record was|isolation records were} about",
    ),
    "retention.rounds": ("清除到期的逐户逐人记录", "Forget who was in past rounds"),
    "retention.rounds.did": (
        "清除了{rows}条逐户逐人记录中的个人信息",
        "forgot who {rows:turn was|turns were} of",
    ),
    "retention.papers": ("清除到期的打印记录", "Forget what sheets listed"),
    "retention.papers.did": (
        "清除了{rows}张打印单上的条目",
        "forgot what {rows:sheet|sheets} listed",
    ),
    "retention.community": ("清除到期的邻里记录", "Forget past community records"),
    "retention.community.did": (
        "清除了{rows}条邻里记录中的个人信息",
        "forgot who {rows:community record was|community records were} about",
    ),
    "retention.journal": ("清除到期的查看和导出记录", "Forget past reveals and exports"),
    "retention.journal.did": (
        "清除了{values}次查看、导出的对象和原因",
        "forgot the object of {values:reveal or export|reveals and exports}",
    ),
}
