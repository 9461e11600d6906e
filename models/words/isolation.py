"""What the isolation and readiness rules say."""

MESSAGES: dict[str, tuple[str, str]] = {
    "ExposureKind.discharged": ("出院", "discharged"),
    "ExposureKind.secondary": ("次密接", "secondary contact"),
    "ExposureKind.close": ("密接", "close contact"),
    "ExposureKind.case": ("阳性", "case"),
    "IsolationStage.quarantine": ("隔离", "quarantine"),
    "IsolationStage.monitoring": ("健康监测", "health monitoring"),
    "IsolationStage.over": ("已解除", "released"),
    "IsolationPlace.central": ("集中", "central site"),
    "IsolationPlace.home": ("居家", "at home"),
    "SampleResult.negative": ("阴性", "negative"),
    "SampleResult.positive": ("阳性", "positive"),
    "SampleResult.pending": ("待出结果", "result awaited"),
    "SampleResult.invalid": ("无效", "invalid"),
    # ── why ──
    "isolation.why.course": (
        "按“{rules}”，{kind}，自 {base} 起算",
        "by “{rules}”: {kind}, counted from {base}",
    ),
    "isolation.why.moved": (
        "按“{rules}”，{kind}，自 {base} 起算；人工由 {was} 改到 {to}",
        "by “{rules}”: {kind}, counted from {base}; moved by hand from {was} to {to}",
    ),
    "isolation.why.moved_because": (
        "按“{rules}”，{kind}，自 {base} 起算；人工由 {was} 改到 {to}：{reason}",
        "by “{rules}”: {kind}, counted from {base}; moved by hand from {was} to {to}: {reason}",
    ),
    "isolation.why.running": (
        "{stage}第 {day} 天，共 {days} 天，到 {until}",
        "{stage}, day {day} of {days}, until {until}",
    ),
    "isolation.why.releasable": (
        "{stage}满 {days} 天，所需阴性结果已齐，可以解除",
        "{stage} of {days:day|days} is over and the negative results are in: may be released",
    ),
    "isolation.why.overdue_test": (
        "{stage}已满，逾期 {late} 天未解除：还要采样 {n} 份",
        "{stage} is over and release is {late:day|days} late: {n:sample|samples} still to take",
    ),
    "isolation.why.overdue_result": (
        "{stage}已满，逾期 {late} 天未解除：等 {n} 份结果",
        "{stage} is over and release is {late:day|days} late: {n:result|results} awaited",
    ),
    "isolation.why.positive": (
        "{on} 采样阳性：请登记为阳性",
        "the sample of {on} is positive: record the person as a case",
    ),
    "isolation.why.over": ("{on} 已解除", "released on {on}"),
    # ── readiness ──
    "readiness.case_free": ("无新增阳性", "no new case"),
    "readiness.contact_free": ("无新增密接", "no new close contact"),
    "readiness.contacts_over": ("密接期满且阴性", "contacts past their days and negative"),
    "readiness.full_round": ("全员核酸阴性", "a full negative round"),
    "readiness.tick.door_checks": ("入户排查到位", "door-to-door checks in place"),
    "readiness.tick.zoned_control": ("分区管控到位", "zoned control in place"),
    "readiness.tick.test_organisation": ("检测组织到位", "test organisation in place"),
    "readiness.why.days": (
        "自 {base} 起连续 {days} 天，{on} 满",
        "{days:day|days} from {base}: complete on {on}",
    ),
    "readiness.why.contacts": (
        "期已满，还有 {n} 人缺阴性结果",
        "the days are over, {n:contact lacks|contacts lack} a negative result",
    ),
    "readiness.why.round_done": ("{on} 一轮全员阴性", "the round of {on} was all negative"),
    "readiness.why.round_wanted": (
        "要在 {start} 到 {until} 之间再做一轮全员核酸",
        "a full round is wanted between {start} and {until}",
    ),
    "readiness.why.ticked": ("{on} 已确认", "confirmed on {on}"),
    "readiness.why.unknown": (
        "没有这方面的记录，不能算满足",
        "not known: nothing is recorded of it, so it does not count",
    ),
    "readiness.why.unticked": ("等人确认", "waits to be confirmed by a person"),
    # ── refusals ──
    "refuse.isolation.case": (
        "阳性感染者不按天数解除；出院后登记为“出院”",
        "A case does not end by days; record the discharge when it comes",
    ),
    "refuse.isolation.no_period": (
        "“{rules}”对{kind}没有规定期限",
        "“{rules}” sets no period for a {kind}",
    ),
    "refuse.isolation.no_exposure": ("还没有登记接触或阳性日期", "No exposure is recorded yet"),
    "refuse.isolation.lowered": (
        "由{now}降为{to}要写明理由",
        "Lowering from {now} to {to} needs a reason",
    ),
    "refuse.isolation.no_stage": ("没有{stage}这一段", "There is no {stage} in this course"),
    "refuse.isolation.before_start": ("解除日要晚于 {start}", "The end must be later than {start}"),
    "refuse.isolation.shortened": (
        "原定到 {end}；提前结束要写明理由",
        "It was to last until {end}; ending earlier needs a reason",
    ),
    "refuse.readiness.checklist": ("没有“{name}”这份清单", "There is no checklist “{name}”"),
    # ── the rule sets, as the settings room shows them ──
    "rules.kind.isolation": ("隔离期限", "Isolation"),
    "rules.kind.readiness": ("解封与无疫条件", "Readiness"),
    "rules.part.close": ("密接", "close contact"),
    "rules.part.secondary": ("次密接", "secondary contact"),
    "rules.part.discharged": ("出院", "discharged"),
    "rules.part.quarantine": ("隔离", "quarantine"),
    "rules.part.monitoring": ("健康监测", "health monitoring"),
    "rules.part.place": ("地点", "place"),
    "rules.part.tests": ("采样日", "test days"),
    "rules.part.negatives": ("末次需阴性份数", "negatives of the last test"),
    "rules.part.checklists": ("清单", "checklist"),
    "rules.part.unsealing": ("解封", "unsealing"),
    "rules.part.epidemic_free": ("无疫小区", "epidemic-free"),
    "rules.part.case_free_days": ("无新增阳性（天）", "no new case (days)"),
    "rules.part.contact_free_days": ("无新增密接（天）", "no new close contact (days)"),
    "rules.part.exposure_days": ("密接满（天）", "contacts past (days)"),
    "rules.part.full_round_within_days": ("全员核酸在几天内", "full round within (days)"),
    "rules.part.ticks": ("人工确认", "confirmed by a person"),
}
