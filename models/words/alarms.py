"""The words of the alarms room."""

MESSAGES: dict[str, tuple[str, str]] = {
    "alarms.title": ("预警", "Alarms"),
    "alarms.empty": ("现在没有预警。", "No alarm stands now."),
    "alarms.take": ("我来处理", "Take it"),
    "alarms.take.did": ("接手一条预警", "took an alarm"),
    "alarms.nobody": ("无人", "nobody"),
    "alarms.col.severity": ("级别", "Level"),
    "alarms.col.text": ("内容", "What"),
    "alarms.col.since": ("已有", "For"),
    "alarms.col.owner": ("处理人", "Owner"),
    "alarms.red": ("红", "red"),
    "alarms.amber": ("黄", "amber"),
    "help.alarms": (
        "预警：红色在前。空格接手，enter 打开相关记录。",
        "Alarms: red first. space takes one, enter opens the record it is about.",
    ),
    "refuse.alarms.gone": ("这条预警已经解除", "This alarm no longer stands"),
    "refuse.alarms.nobody": ("先用 @ 选择谁在操作", "Choose who acts with @ first"),
    "refuse.alarms.taken": ("{who}已在处理", "{who} has it already"),
    "field.key": ("编号", "Key"),
}
