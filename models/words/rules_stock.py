"""What the forecast, the promise and the rule sets say."""

MESSAGES: dict[str, tuple[str, str]] = {
    "Level.out": ("缺货", "out"),
    "Level.low": ("短缺", "low"),
    "Level.reorder": ("该补", "reorder"),
    "Level.ok": ("充足", "ok"),
    "Level.over": ("过量", "over"),
    "Urgency.red": ("红色", "red"),
    "Urgency.urgent": ("急", "urgent"),
    "Urgency.normal": ("一般", "normal"),
    "Urgency.low": ("不急", "low"),
    "refuse.stock.quantity": ("数量要大于零", "The quantity must be above zero"),
    "refuse.stock.short": (
        "要 {wanted}，只有 {available}",
        "{wanted} wanted, only {available} there",
    ),
    "refuse.stock.short_locked": (
        "要 {wanted}，可发 {available}；另有 {locked} 已封存或过期，点名批号才能动用",
        "{wanted} wanted, {available} free; {locked} more held or expired: name the lot to use it",
    ),
    "refuse.rules.field": (
        "规则“{kind}”的 {field} 不对或没有填",
        "The rule set “{kind}” has a wrong or missing value: {field}",
    ),
    "refuse.rules.unknown": (
        "规则“{kind}”里没有“{field}”这一项，写了也不起作用",
        "The rule set “{kind}” knows nothing of “{field}”; it would have no effect",
    ),
    "refuse.rules.none": (
        "{day} 没有生效的“{kind}”规则",
        "No rule set “{kind}” is in force on {day}",
    ),
}
