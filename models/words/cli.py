"""The words of the command line."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.about": (
        "全安：小区临时党支部的工作台。不带命令即打开工作台。",
        "quanan: the desk of a sealed compound. Without a command it opens the desk.",
    ),
    "cli.example": (
        "例：quanan demo\n    quanan --as 高志 do '3-2-401 买药 二甲双胍 x2'\n每个命令都有 --help。退出码：0 完成，1 被拒绝或没有结果，2 用法不对。",
        "examples: quanan demo\n          quanan --as gz do '3-2-401 medicine metformin x2'\nEvery command has --help. Exit codes: 0 done, 1 refused or nothing found, 2 wrong use.",
    ),
    "cli.usage": ("用法：", "usage:"),
    "cli.arguments": ("参数", "arguments"),
    "cli.options": ("选项", "options"),
    "cli.commands": ("命令", "commands"),
    "cli.help": ("显示这份帮助", "show this help"),
    "cli.command": ("命令", "COMMAND"),
    "cli.arg.moment": ("时间", "MOMENT"),
    "cli.arg.line": ("一行话", "LINE"),
    "cli.arg.reason": ("原因", "REASON"),
    "cli.arg.text": ("文字", "TEXT"),
    "cli.arg.file": ("文件", "FILE"),
    "cli.arg.folder": ("目录", "FOLDER"),
    "cli.arg.number": ("编号", "NUMBER"),
    "cli.arg.name": ("姓名", "NAME"),
    "cli.arg.day": ("日期", "DAY"),
    "cli.arg.purpose": ("用途", "PURPOSE"),
    "cli.database": (
        "数据库地址或文件（默认：QUANAN_DATABASE，再是用户数据目录）",
        "database URL or file (default: QUANAN_DATABASE, else your data folder)",
    ),
    "cli.lang": (
        "语言（默认：QUANAN_LANG、保存的设置、LANG、中文）",
        "language (default: QUANAN_LANG, your setting, LANG, Chinese)",
    ),
    "cli.as": ("谁在操作：姓名或首字母", "who acts: name or initials"),
    "cli.by_key": (
        "SSH 密钥已证明是谁（只用于远程强制命令），不问口令",
        "a key of SSH proved who it is (for its forced command only): no passphrase is asked",
    ),
    "cli.json": ("输出 JSON", "print JSON"),
    # ── a wrong use ──
    "cli.wrong": ("用法不对：{what}。", "Wrong use: {what}."),
    "cli.wrong.missing": ("还缺：{what}。", "Still missing: {what}."),
    "cli.wrong.unknown": ("不认识：{what}。", "Not known here: {what}."),
    "cli.wrong.choice": ("“{what}”不行，可用：{of}。", "{what} is none of: {of}."),
    "cli.wrong.value": ("{name} 后面要有内容。", "{name} needs a value."),
    "cli.wrong.type": ("{name} 不能是 {what}。", "{name} cannot be {what}."),
    "cli.wrong.help": ("看 {prog} --help。", "See {prog} --help."),
    "cli.stopped": ("已停止，没有做完的不会留下一半", "Stopped; nothing is left half done"),
    "cli.nothing": ("没有任何变化", "Nothing changed"),
    # ── demo ──
    "cli.demo": (
        "打开演示小区（单独的数据库）",
        "the demonstration compound, in a database of its own",
    ),
    "cli.demo.example": (
        "例：quanan demo\n    quanan demo --at 2022-04-02T21:00",
        "examples: quanan demo\n          quanan demo --at 2022-04-02T21:00",
    ),
    "cli.demo.at": (
        "建到这一刻为止（小区当地时间，如 2022-04-08T10:30）",
        "build it up to this moment, local to the compound (2022-04-08T10:30)",
    ),
    "cli.demo.fresh": ("重新建一个", "build it anew"),
    "cli.demo.build_only": (
        "只建好，不打开，输出文件位置",
        "build it, print where it is, and leave",
    ),
    "cli.demo.building": ("正在建演示小区…", "Building the demonstration compound …"),
    "cli.demo.old": (
        "这个演示是{hours}小时前建的；加 --fresh 重建",
        "This demonstration is {hours} h old; --fresh builds it anew",
    ),
    "cli.demo.ask": (
        "这个演示是{hours}小时前建的，重建一个？[Y/n]",
        "This demonstration is {hours} h old. Build it anew? [Y/n]",
    ),
    # ── board, do, find ──
    "cli.board": ("看板：只有数字，没有个人信息", "the wall board: counts only, no persons"),
    "cli.board.example": (
        "例：quanan board\n    quanan board --once --json",
        "examples: quanan board\n          quanan board --once --json",
    ),
    "cli.board.once": ("打印一次就退出", "print it once and leave"),
    "cli.do": ("一行话登记，和工作台里的 n 一样", "record in one line, as n does in the desk"),
    "cli.do.example": (
        "例：quanan --as 高志 do '3-2-401 买药 二甲双胍0.5g x2 急'\n    quanan --as 高志 do '3-2-401 走访 平安'",
        "examples: quanan --as gz do '3-2-401 medicine metformin x2 !'\n          quanan --as gz do '3-2-401 visit well'",
    ),
    "cli.do.line": ("要登记的话", "what to record"),
    "cli.do.why": ("需要说明时的原因", "the reason, where one is asked for"),
    "cli.find": ("查找任何人、门牌、诉求号", "find anything: door, name, initials, number"),
    "cli.find.example": (
        "例：quanan --as 高志 find wxz\n    quanan --as 高志 find 3-2-401 --json",
        "examples: quanan --as gz find wxz\n          quanan --as gz find 3-2-401 --json",
    ),
    "cli.find.text": (
        "门牌、姓名、拼音首字母、电话尾号、诉求号",
        "door, name, initials, phone tail, request number",
    ),
    # ── import, export ──
    "cli.import": (
        "读入表格或接龙：先逐行显示，--yes 才写入",
        "read a spreadsheet or a chain in: shown row by row, done with --yes",
    ),
    "cli.import.example": (
        "例：quanan import roster 花名册.xlsx\n    quanan --as 陈立远 import special 特殊群体.xlsx --yes\n    quanan --as 陈立远 import jielong 接龙.txt --buy open\n行首：+ 新增  ~ 修改  * 提示  ! 不能写入（带单元格和原因）",
        "examples: quanan import roster roster.xlsx\n          quanan --as cly import special special.xlsx --yes\n          quanan --as cly import jielong chain.txt --buy open\nEach row begins with: + added  ~ changed  * to know  ! refused (with the cell and the reason)",
    ),
    "cli.import.ledger": (
        "哪种表：花名册、特殊群体、人员、排班、物资、团购订单；jielong 是接龙文本",
        "which ledger the file is; jielong is the text of a chain",
    ),
    "cli.import.file": (
        ".xlsx 或 .csv；接龙是 .txt，- 从管道读",
        ".xlsx or .csv; a chain is a .txt, or - to read a pipe",
    ),
    "cli.import.yes": ("写入，作为一步操作，可撤销", "do it, as one act that can be undone"),
    "cli.import.take_offers": (
        "连同表里提到的需求，一并记成诉求",
        "also take up what the sheet suggests, such as needs as requests",
    ),
    "cli.import.reading": ("正在读表…", "Reading …"),
    "cli.import.writing": ("正在写入…", "Writing …"),
    "cli.import.shown": (
        "将新增 {add}，修改 {change}，不变 {same}，不能写入 {refused}；加 --yes 写入",
        "Would add {add}, change {change}, leave {same}, refuse {refused}; --yes does it",
    ),
    "cli.import.done": (
        "已写入：新增 {add}，修改 {change}，不变 {same}，未写入 {refused}",
        "Done: added {add}, changed {change}, left {same}, refused {refused}",
    ),
    "cli.import.nothing": (
        "没有变化：不变 {same}，不能写入 {refused}",
        "Nothing changed: {same} the same, {refused} refused",
    ),
    "cli.import.offers": (
        "另有 {n} 条需求可记成诉求：加 --offers --yes",
        "{n:need|needs} may become requests: --offers --yes",
    ),
    "cli.export": (
        "导出表格：默认脱敏，--purpose 说明用途才完整",
        "write a spreadsheet: de-identified unless --purpose says why not",
    ),
    "cli.export.example": (
        "例：quanan --as 陈立远 export care 特殊群体.xlsx\n    quanan --as 陈立远 export homes 花名册.csv --purpose '社区李主任，4月8日核对'\n    quanan --as 陈立远 export visit-sheet 走访单.html --for 高志\n谁、何时、为何、多少条，都记入日志。",
        "examples: quanan --as cly export care care.xlsx\n          quanan --as cly export homes homes.csv --purpose 'community office, check of 8 April'\n          quanan --as cly export visit-sheet visits.html --for gz\nThe journal keeps who, when, what for and how many.",
    ),
    "cli.export.ledger": ("哪本台账，或哪种单子", "which ledger, or which paper"),
    "cli.export.all_ledgers": ("台账（.xlsx 或 .csv）：", "Ledgers (.xlsx or .csv):"),
    "cli.export.all_papers": ("单子（.html 或 .xlsx）：", "Papers (.html or .xlsx):"),
    "refuse.cli.export_file": (
        "还没说写到哪个文件，如：quanan export {ledger} 台账.xlsx",
        "Which file? For example: quanan export {ledger} ledger.xlsx",
    ),
    "cli.export.of.homes": ("花名册：逐户逐人", "the roster, door by door"),
    "cli.export.of.care": (
        "特殊群体台账：类别、用药、结对、走访",
        "the care list: categories, medicines, pairs, visits",
    ),
    "cli.export.of.requests": (
        "诉求台账：谁要什么、谁去办、结果",
        "requests: who asked for what, who went, what came of it",
    ),
    "cli.export.of.stock": (
        "物资出入库台账和现有库存",
        "goods in and out with balances, and what there is now",
    ),
    "cli.export.of.shifts": (
        "排班表：谁在岗、签到签退、交接",
        "the duty table: who served, came and went, hand-over",
    ),
    "cli.export.of.people": ("人员名册：干部和志愿者", "the people who serve"),
    "cli.export.of.group_buys": (
        "团购台账、分拣单、标签、保供企业",
        "group buys, pick list, labels, suppliers",
    ),
    "cli.export.of.isolation": (
        "居家隔离台账和早晚体温",
        "isolation, and morning and evening temperatures",
    ),
    "cli.export.of.gate": ("出入登记：人员和物资", "the gate log: people and goods"),
    "cli.export.of.rounds": (
        "核酸等各轮、当前一轮的采样册和采样管",
        "rounds; of the one in hand booklets and tubes",
    ),
    "cli.export.of.disinfection": ("消毒记录表", "disinfection records"),
    "cli.export.of.kits": ("抗原发放表，一轮一张", "antigen kits, a sheet a round"),
    "cli.export.of.campaign": (
        "指令、阶段、清单、阶段数字",
        "directives, phases, lists, numbers of the stages",
    ),
    "cli.export.of.certificates": ("服务时长证明", "hours served"),
    "cli.export.of.community": ("互赠、传言、调解、好故事", "gifts, rumours, mediations, stories"),
    "cli.export.file": (
        "台账 .xlsx 或 .csv；单子 .html（浏览器打印）或 .xlsx",
        ".xlsx or .csv for a ledger; .html (to print) or .xlsx for a paper",
    ),
    "cli.export.papers": ("只用于单子", "for papers only"),
    "cli.export.building": ("只要这一栋", "this building only"),
    "cli.export.buy": ("哪个团购的标签或分拣单", "the group buy of the labels or the pick list"),
    "cli.export.for": ("谁的走访单或派工单", "whose visits or jobs"),
    "cli.export.day": (
        "值班表的日子（如 0408、明天）",
        "the day of the duty table (0408, tomorrow)",
    ),
    "cli.export.book": ("盘点单印上账面数", "print what the book says on the count sheet"),
    "cli.export.purpose": (
        "给谁、做什么用；写了才有全名和电话",
        "for whom and what for; only then with full names and numbers",
    ),
    "cli.export.overwrite": ("覆盖已有文件", "replace a file that is there"),
    "cli.export.writing": ("正在导出…", "Writing …"),
    # ── upkeep ──
    "cli.tick": ("做到点该做的事（适合放进 cron）", "do what is due by the clock (for cron)"),
    "cli.tick.example": (
        "例：quanan tick\n    */10 * * * * quanan tick",
        "examples: quanan tick\n          */10 * * * * quanan tick",
    ),
    "cli.tick.did": ("已做：{duty}", "done: {duty}"),
    "cli.tick.none": ("没有到点的事", "Nothing is due"),
    # ── refusals ──
    "refuse.cli.who": ("请用 --as 姓名 说明谁在操作", "Say who acts with --as NAME"),
    "refuse.cli.by_key": (
        "--by-key 只能在 SSH 连接里用；这里请去掉它，输入口令",
        "--by-key works inside an SSH connection only; leave it out and type the passphrase",
    ),
    "refuse.cli.must_change": (
        "这个口令是别人给的，请先改：quanan user passphrase --as 姓名，或打开工作台",
        "Somebody else gave this passphrase; change it first: quanan user passphrase --as NAME, or open the desk",
    ),
    "refuse.cli.no_terminal": (
        "要输入口令，但这里没有终端；可用 QUANAN_PASSPHRASE_FILE 指定口令文件",
        "A passphrase is needed and there is no terminal; QUANAN_PASSPHRASE_FILE may name a file with it",
    ),
    "refuse.cli.passphrase_file": (
        "读不了口令文件：{path}",
        "The passphrase file cannot be read: {path}",
    ),
    "refuse.cli.passphrase_file_open": (
        "口令文件别人也能读，没有用它；请先运行 chmod 600 {path}",
        "Others may read the passphrase file, so it was not used; run chmod 600 {path} first",
    ),
    "refuse.cli.user_name": ("请写姓名", "Name the person"),
    "refuse.cli.user_no_name": ("这里不写姓名", "This takes no name"),
    "refuse.cli.user_board": (
        "看板账号只能建（add）和删除（remove）",
        "A wall-board account is only added and removed",
    ),
    "cli.passphrase": ("{name} 的口令：", "Passphrase of {name}: "),
    "cli.passphrase.new": ("新口令：", "New passphrase: "),
    "cli.passphrase.again": ("再输一次：", "Once more: "),
    "cli.user": (
        "账号：谁能登录，建、重置、停用",
        "accounts: who can log in; make, reset, disable",
    ),
    "cli.user.example": (
        "例：\n  quanan user list --as 陈书宁\n  quanan user add 高志明 --as 陈书宁\n  quanan user passphrase --as 高志明",
        "examples:\n  quanan user list --as 陈书宁\n  quanan user add 高志明 --as 陈书宁\n  quanan user passphrase --as 高志明",
    ),
    "cli.user.deed": (
        "列出、新建、重置、停用、恢复、删除看板账号、改自己的口令",
        "list, make, reset, disable, enable, remove a wall board's, change one's own passphrase",
    ),
    "cli.user.name": ("谁的账号：姓名或首字母", "whose account: name or initials"),
    "cli.user.board": ("看板账号，不属于任何人", "an account for a wall board, which is nobody's"),
    "cli.user.none": ("还没有账号，谁都不用登录", "There is no account; nobody logs in"),
    "cli.user.failures": ("连续试错{n}次", "{n} failures in a row"),
    "refuse.cli.missing": ("还缺：{fields}", "Still missing: {fields}"),
    "refuse.cli.nobody": (
        "还没有登记人员，先运行 quanan 建立支部",
        "Nobody serves here yet; run quanan and set the branch up first",
    ),
    "refuse.cli.terminal": (
        "工作台需要终端；在终端里运行 quanan",
        "The desk needs a terminal; run quanan in one",
    ),
    "refuse.cli.board_terminal": (
        "看板需要终端；不在终端里请加 --once",
        "The live board needs a terminal; elsewhere, add --once",
    ),
    "refuse.cli.no_database": (
        "没有这个数据库：{path}（先运行 quanan，或用 --database 指定）",
        "There is no database at {path}; run quanan first, or name one with --database",
    ),
    "refuse.cli.not_demo": (
        "{path} 不是演示数据库，没有动它",
        "{path} is no demonstration and was left as it is",
    ),
    "refuse.cli.moment": (
        "“{text}”不是时间，请写如 2022-04-08T10:30",
        "“{text}” is no moment; write 2022-04-08T10:30",
    ),
    "refuse.cli.too_early": (
        "演示从 {first} 开始，请写之后的时间",
        "The demonstration begins on {first}; give a later moment",
    ),
}
