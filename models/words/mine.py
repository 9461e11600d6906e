"""The words of a volunteer's own room."""

MESSAGES: dict[str, tuple[str, str]] = {
    "mine.shift.title": ("我的班", "My shift"),
    "mine.handed": ("{who}交代：{text}", "{who} left word: {text}"),
    "mine.shift.empty": (
        "近期没有排我的班；g s 看排班。",
        "I have no shift ahead; g s shows the rota.",
    ),
    "mine.visits.title": ("该我走访的", "My visits due"),
    "mine.visits.empty": ("现在没有该走访的人。", "Nobody of mine is due now."),
    "mine.jobs.title": ("我认领的诉求", "My jobs"),
    "mine.jobs.empty": (
        "手上没有诉求；到下面一栏按空格认领。",
        "I have no job; space claims one from the list below.",
    ),
    "mine.free.title": ("可认领的诉求", "Jobs free to claim"),
    "mine.free.empty": ("没有等人认领的诉求。", "No job waits for anybody."),
    "mine.more": ("{n} · 共{of}", "{n} of {of}"),
    "help.mine": (
        "我的工作：我的班、该走访的人、认领的诉求、可认领的诉求。空格做下一步：签到、记走访、认领、办结。",
        "My work: my shift, my visits due, my jobs, jobs free to claim. space does the next step: check in, record the visit, claim, done.",
    ),
    "refuse.mine.nobody": (
        "先用 @ 选择谁在操作，才有“我的”工作",
        "Choose who acts with @ first; then there is work of yours",
    ),
}
