"""The words of the command line."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.about": (
        "全安：小区临时党支部的工作台。不带命令即打开工作台。",
        "quanan: the desk of a sealed compound. Without a command it opens the desk.",
    ),
    "cli.example": (
        "例：quanan demo    quanan --as 高志 do '3-2-401 买药 二甲双胍 x2'",
        "examples: quanan demo    quanan --as gz do '3-2-401 medicine metformin x2'",
    ),
    "cli.command": ("命令", "COMMAND"),
    "cli.database": (
        "数据库地址或文件（默认在用户数据目录）",
        "database URL or file (default: your data folder)",
    ),
    "cli.lang": ("语言", "language"),
    "cli.as": ("谁在操作：姓名或首字母", "who acts: name or initials"),
    "cli.json": ("输出 JSON", "print JSON"),
    "cli.find": ("查找任何人、门牌、诉求号", "find anything: door, name, initials, number"),
    "cli.find.example": ("例：quanan --as 高志 find wxz", "example: quanan --as gz find wxz"),
    "cli.verify": ("核对日志链和数据库", "check the journal's chain and the database"),
    "cli.verify.example": ("例：quanan verify", "example: quanan verify"),
    "cli.verified": (
        "已核对：{acts}次操作，{entries}处改动，{erased}处已按期清除",
        "checked: {acts} acts, {entries} changes, {erased} erased in time",
    ),
    "refuse.cli.who": ("请用 --as 姓名 说明谁在操作", "Say who acts with --as NAME"),
    "refuse.cli.terminal": (
        "工作台需要终端；在终端里运行 quanan",
        "The desk needs a terminal; run quanan in one",
    ),
}
