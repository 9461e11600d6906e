"""What the rota rules say: refusals, which forbid, and warnings, which take a reason."""

MESSAGES: dict[str, tuple[str, str]] = {
    "refuse.shifts.span": ("结束时间要晚于开始时间", "The end must be later than the start"),
    "refuse.shifts.hour": (
        "“{word}”不是时间，请写成 6 或 06:30",
        "“{word}” is no hour; write 6 or 06:30",
    ),
    "refuse.shifts.hours_missing": ("请填换班时间", "Give the change-over hours"),
    "refuse.shifts.hours_repeat": (
        "换班时间有重复",
        "A change-over hour comes twice",
    ),
    "refuse.shifts.hours_order": (
        "换班时间要按先后填写，总长不超过一天",
        "Give the change-over hours in their order, no more than one day round",
    ),
    "refuse.shifts.days": (
        "起止日期颠倒：{first} 到 {last}",
        "The days run backwards: {first} to {last}",
    ),
    "refuse.shifts.places": ("每班至少一人", "A shift needs at least one person"),
    "refuse.shifts.not_joined": (
        "{volunteer} {day} 才到岗",
        "{volunteer} joins only on {day}",
    ),
    "refuse.shifts.demobilised": (
        "{volunteer} {day} 起已离岗",
        "{volunteer} has left the team from {day} on",
    ),
    "refuse.shifts.isolated": (
        "{volunteer} 正在隔离，不能排班",
        "{volunteer} is in isolation and cannot stand a shift",
    ),
    "refuse.shifts.isolated_until": (
        "{volunteer} 隔离到 {day}，不能排班",
        "{volunteer} is in isolation until {day} and cannot stand a shift",
    ),
    "refuse.shifts.role_missing": (
        "{post} 需要角色“{role}”，{volunteer} 没有",
        "{post} needs the role {role}, which {volunteer} does not hold",
    ),
    "refuse.shifts.skill_missing": (
        "{post} 需要技能“{skill}”，{volunteer} 没有",
        "{post} needs the skill {skill}, which {volunteer} does not have",
    ),
    "refuse.shifts.already_in": (
        "{volunteer} 已在 {post} 这一班",
        "{volunteer} already stands this shift at {post}",
    ),
    "refuse.shifts.overlap": (
        "{volunteer} 同一时间在 {other}，到 {until}",
        "{volunteer} is at {other} at that time, until {until}",
    ),
    "refuse.shifts.full": (
        "{post} 这一班已满 {places} 人",
        "This shift at {post} is full with {places:person|people}",
    ),
    "warn.shifts.rest_before": (
        "{volunteer} 上一班后只休息 {hours} 小时，应有 {least} 小时",
        "{volunteer} has only {hours} h of rest before this shift; {least} h are due",
    ),
    "warn.shifts.rest_after": (
        "{volunteer} 下一班前只休息 {hours} 小时，应有 {least} 小时",
        "{volunteer} has only {hours} h of rest after this shift; {least} h are due",
    ),
    "warn.shifts.nights": (
        "{volunteer} 连续 {nights} 个夜班，最多 {most} 个",
        "{volunteer} has {nights:night|nights} in a row; at most {most}",
    ),
    "warn.shifts.hours": (
        "{volunteer} {days} 天内 {hours} 小时，最多 {most} 小时",
        "{volunteer} has {hours} h in {days:day|days}; at most {most} h",
    ),
    "warn.shifts.rest_day": (
        "{volunteer} 连续在岗 {days} 天，最多 {most} 天应有一天整休",
        "{volunteer} is on duty {days:day|days} in a row; a whole day off is due after {most}",
    ),
    "warn.shifts.unavailable": (
        "{volunteer} 说过这段时间没空",
        "{volunteer} said they are not available at this time",
    ),
}
