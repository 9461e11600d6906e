"""The words of copies: making them, putting them back, looking a database through."""

MESSAGES: dict[str, tuple[str, str]] = {
    "store.backup": ("每日备份", "Daily backup"),
    "store.backup.did": ("做了每日备份 {file}", "made the daily backup {file}"),
    # ── why there is no copy, and what to do ──
    "refuse.backups.folder": (
        "备份目录 {path} 用不了（{said}），没有备份，要先备份的事也没有做；数据和以前的备份都在。"
        "请接好磁盘，或在设置（g ,）里、用 QUANAN_BACKUPS 换一个目录。",
        "The backup folder {path} cannot be used ({said}), so no backup was made, nor"
        " anything done that waits for one; the records and "
        "earlier backups are safe. Connect its disk, or choose another folder in the settings "
        "(g ,) or with QUANAN_BACKUPS.",
    ),
    "refuse.backups.full": (
        "备份目录 {path} 的磁盘已满，没有备份，要先备份的事也没有做；数据和以前的备份都在。请腾出空间，过一分钟会再试。",
        "The disk of the backup folder {path} is full, so no backup was made, nor"
        " anything done that waits for one; the records and "
        "earlier backups are safe. Free some space; it is tried again in a minute.",
    ),
    "refuse.backups.disk": (
        "备份目录 {path} 写不进去，没有备份，要先备份的事也没有做；数据和以前的备份都在。"
        "请检查磁盘和权限，或在设置（g ,）里、用 QUANAN_BACKUPS 换一个目录。",
        "The backup folder {path} cannot be written to, so no backup was made, nor"
        " anything done that waits for one; the records and "
        "earlier backups are safe. Check the disk and its permissions, or choose another folder "
        "in the settings (g ,) or with QUANAN_BACKUPS.",
    ),
    "refuse.backups.damaged": (
        "写到 {path} 的备份读不回来，已丢弃；以前的备份都在。请运行 quanan verify 看数据库是否完好。",
        "The backup written to {path} cannot be read back and was dropped; earlier backups are "
        "safe. Run quanan verify to see whether the database is sound.",
    ),
    "refuse.backups.broken": (
        "备份 {path} 有 {n} 处问题，没有恢复，现在的数据没有动。请换一个更早的备份。",
        "The copy {path} has {n:fault|faults} and was not put back; nothing was changed. "
        "Choose another copy.",
    ),
    "alarm.backups.late": (
        "最近一次备份是 {at}，已过 26 小时。请在设置（g ,）里选“备份”，或运行 quanan backup",
        "The last backup was made on {at}, over 26 hours ago. Choose “Backups” in the settings "
        "(g ,), or run quanan backup",
    ),
    "alarm.backups.none": (
        "还没有备份。请在设置（g ,）里选“备份”，或运行 quanan backup",
        "There is no backup yet. Choose “Backups” in the settings (g ,), or run quanan backup",
    ),
    # ── the settings room ──
    "backups.title": ("备份", "Backups"),
    "backups.never": ("还没有", "none yet"),
    "backups.ago": ("{ago}前（{at}）", "{ago} ago ({at})"),
    "backups.elsewhere": ("在另一台机器上", "on another machine"),
    "backups.same_disk": ("{path}（与数据库同一块磁盘）", "{path} (on the database's own disk)"),
    "backups.count": ("{n} 份在 {path}", "{n} in {path}"),
    "backups.now": ("现在备份一次", "Make one now"),
    "backups.choose": ("换一个目录…", "Another folder …"),
    "backups.done": ("已备份：{path}", "Copied to {path}"),
    "backups.folder": ("备份目录", "Folder of backups"),
    "backups.folder.lead": (
        "写一个目录，最好在另一块磁盘上（如 /media/u盘/quanan）。马上在那里做一次备份，成了才换。",
        "Name a folder, best on another disk (/media/usb/quanan). A backup is made there at once; "
        "only if that works is the folder changed.",
    ),
    "backups.fixed": (
        "目录由环境变量 QUANAN_BACKUPS 指定，在这里换不了",
        "The variable QUANAN_BACKUPS names the folder; it cannot be changed here",
    ),
    "backups.not_kept": (
        "演示数据不备份；真实的支部每天自动备份",
        "A demonstration is not backed up; a real branch is, every day",
    ),
    "field.backup_folder": ("目录", "Folder"),
    "hint.backup_folder": ("上一级目录要已经在", "the folder above it must be there"),
    # ── quanan backup ──
    "cli.backup": ("备份数据库（别人可同时使用）", "copy the database while others work"),
    "cli.backup.example": (
        "例：quanan backup\n    quanan backup --to /media/usb/quanan",
        "examples: quanan backup\n          quanan backup --to /media/usb/quanan",
    ),
    "cli.backup.folder": (
        "放到哪个目录（默认：设置里的备份目录）",
        "into which folder (default: the one in the settings)",
    ),
    "cli.backup.done": ("已备份并核对：{path}", "Copied and read back: {path}"),
    "cli.backup.same_disk": (
        "注意：备份和数据库在同一块磁盘上，磁盘坏了会一起丢。可用 --to、QUANAN_BACKUPS 或设置换到别的磁盘。",
        "Note: the copy lies on the database's own disk and would be lost with it. --to, "
        "QUANAN_BACKUPS or the settings put it on another one.",
    ),
    # ── quanan restore ──
    "cli.restore": (
        "用备份恢复（先核对备份，再备份现在的）",
        "put a copy back (it is checked, and the present state is copied first)",
    ),
    "cli.restore.example": (
        "例：quanan restore（列出备份）\n    quanan restore ~/.local/share/quanan-backups/quanan-….db",
        "examples: quanan restore (lists the copies)\n"
        "          quanan restore ~/.local/share/quanan-backups/quanan-….db",
    ),
    "cli.restore.file": ("备份文件；不写就列出有哪些", "the copy; without it they are listed"),
    "cli.restore.yes": ("不再问，直接恢复", "do it without asking"),
    "cli.restore.none": (
        "{path} 里没有这个数据库的备份",
        "There is no copy of this database in {path}",
    ),
    "cli.restore.about": (
        "备份已核对：{acts}次操作，到 {at} 为止。恢复后，{path} 里此后的记录只留在一份保留的备份里。",
        "The copy is sound: {acts:act|acts}, up to {at}. What {path} holds beyond that will be in "
        "a kept copy only.",
    ),
    "cli.restore.ask": ("恢复吗？(y/N)", "Put it back? (y/N)"),
    "cli.restore.left": ("没有恢复，什么都没动", "Nothing was changed"),
    "cli.restore.kept": ("原来的已保留：{path}", "The state until now is kept: {path}"),
    "cli.restore.done": ("已恢复：{path}", "Restored: {path}"),
    "refuse.cli.restore_yes": (
        "会替换 {path} 里现在的内容；确定请加 --yes",
        "This replaces what is in {path}; add --yes to do it",
    ),
    "refuse.cli.restore_self": (
        "{path} 就是正在用的数据库，请给一个备份",
        "{path} is the database itself; name a copy",
    ),
    # ── quanan verify ──
    "cli.verify": (
        "核对数据库、日志链和库存账，也可核对一份备份",
        "check the database, the journal's chain and the stock ledger, or those of a copy",
    ),
    "cli.verify.example": (
        "例：quanan verify\n    quanan verify 备份.db\n    quanan verify certificate.json",
        "examples: quanan verify\n          quanan verify COPY.db\n"
        "          quanan verify certificate.json",
    ),
    "cli.verify.file": (
        "一份备份或销毁证明；默认是正在用的数据库",
        "a copy, or a deletion certificate; the database itself by default",
    ),
    "cli.verified": (
        "已核对：{acts}次操作，{entries}处改动，{erased}处已按期清除",
        "checked: {acts:act|acts}, {entries:change|changes}, {erased} erased in time",
    ),
    "cli.verify.well": ("{part}：完好", "{part}: sound"),
    "cli.verify.ill": ("{part}：{n} 处问题", "{part}: {n:fault|faults}"),
    "cli.verify.unasked": (
        "{part}：服务器的备份恢复后才能核对",
        "{part}: of a server's copy, only once it is put back",
    ),
    "cli.verify.part.file": ("文件和数据页", "file and pages"),
    "cli.verify.part.keys": ("记录之间的引用", "references between records"),
    "cli.verify.part.journal": ("日志链", "chain of the journal"),
    "cli.verify.part.ledger": ("库存账", "stock ledger"),
    "cli.verify.database": ("数据库：{fault}", "database: {fault}"),
    "cli.verify.journal": ("日志第{act}步：{fault}", "journal, act {act}: {fault}"),
    "cli.verify.stock": ("库存账：{fault}", "stock ledger: {fault}"),
    "cli.verify.chain": ("接不上前一步", "does not follow the act before it"),
    "cli.verify.digest": ("操作或改动被改过", "the act or its changes were altered"),
    "cli.verify.said": ("说明被改过", "what was said of it was altered"),
    "cli.verify.value": ("保存的内容被改过", "a kept value was altered"),
    "cli.verify.missing": ("末尾缺了操作", "acts are missing from the end"),
    "refuse.cli.not_sound": ("发现 {n} 处问题", "{n:fault|faults} found"),
}
