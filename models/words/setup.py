"""The words of the first minutes: set-up, and reading spreadsheets in."""

MESSAGES: dict[str, tuple[str, str]] = {
    # ── reading in ──
    "palette.import": ("导入表格", "Import a spreadsheet"),
    "imports.stock": ("导入物资台账", "Import the stock ledger"),
    "importing.roster": (
        "社区的居民花名册，先导这一张",
        "residents; this one first",
    ),
    "importing.special": ("老、独、病、残、低收入", "elderly, alone, ill, low income"),
    "importing.people": ("下沉干部和志愿者", "cadres and volunteers"),
    "importing.shifts": ("排班表", "the rota"),
    "importing.stock": ("出入库登记", "what came in and went out"),
    "importing.file": ("哪个文件？最新的在最上", "Which file? The newest comes first"),
    "importing.file.prompt": (
        "文件名的一部分，或完整路径",
        "a part of the name, or a whole path",
    ),
    "importing.no_file": (
        "下载、桌面和当前文件夹里没有 .xlsx 或 .csv；可输入完整路径",
        "No .xlsx or .csv in Downloads, Desktop or here; type a whole path",
    ),
    "importing.reading": ("正在读取…", "Reading …"),
    "importing.reading.at": ("正在读取… {percent}%", "Reading … {percent}%"),
    "importing.writing.at": ("正在写入… {percent}%", "Writing … {percent}%"),
    "importing.counts": (
        "新增 {add} · 修改 {change} · 不变 {same} · 不收 {refused}",
        "{add} to add · {change} to change · {same} the same · {refused} refused",
    ),
    "importing.nothing": ("没有要写入的内容。", "There is nothing to write."),
    "importing.offers": ("连同建议", "Take up what is offered"),
    "importing.offers.told": (
        "表中另有 {n} 条建议（如需求可记成诉求）；按 o 一并记下。",
        "The sheet suggests {n} more, such as needs to keep as requests; o takes them up.",
    ),
    "importing.offers.taken": (
        "连同 {n} 条建议一并记下；按 o 不要。",
        "{n} suggestions will be done too; o leaves them out.",
    ),
    "importing.do": ("导入", "Import"),
    "importing.foot": (
        "enter 导入，u 可整批撤销  esc 不导入",
        "enter imports, u undoes it whole  esc no",
    ),
    "importing.foot.offers": (
        "enter 导入  o 连同建议  esc 不导入",
        "enter imports  o with suggestions  esc no",
    ),
    "importing.refused": ("不收", "refused"),
    "importing.notice": ("请看", "note"),
    "importing.change": ("修改", "change"),
    "importing.add": ("新增", "add"),
    "importing.col.row": ("行", "Row"),
    "importing.col.what": ("内容", "What"),
    # ── set-up ──
    "setup.title": ("从这里开始", "Begin here"),
    "setup.empty": ("正在打开…", "Opening …"),
    "setup.col.step": ("步骤", "Step"),
    "setup.col.value": ("现在", "Now"),
    "setup.lang": ("语言", "Language"),
    "setup.branch": ("小区和支部", "Compound and branch"),
    "setup.first_day": ("第一天", "First day"),
    "setup.who": ("您是谁", "Who you are"),
    "setup.import": ("导入花名册", "Import the roster"),
    "setup.finish": ("进入总览", "To the dashboard"),
    "setup.demonstration": ("先看演示小区", "Look at the demonstration"),
    "setup.open": ("还没有", "not yet"),
    "setup.page": ("{n}/{of} {title}", "{n}/{of} {title}"),
    "setup.homes": ("{n}户", "{n:household|households}"),
    "setup.way": ("怎么开始？", "How to begin?"),
    "setup.way.begin": ("建立我的支部", "Set up my branch"),
    "setup.way.begin.told": ("四个问题，都可以跳过", "four questions, all skippable"),
    "setup.way.demonstration.told": (
        "一个编好的小区，数据单独存放",
        "invented, with data of its own",
    ),
    "setup.way.later": ("以后再说", "Later"),
    "setup.way.later.told": ("直接进入空的总览", "go to the empty dashboard"),
    "setup.branch.lead": (
        "哪个小区？哪个支部？esc 跳过，以后在设置里填。",
        "Which compound, which branch? esc skips; the settings room has it too.",
    ),
    "setup.first_day.lead": (
        "哪天是第1天？可写 0320、3月20日、今天。esc 跳过：就算今天。",
        "Which day is day 1? Write 0320 or today. esc skips: today it is.",
    ),
    "setup.who.lead": (
        "您是第一位操作的人，先登记为支部书记；其他人以后在人员里加。esc 跳过。",
        "You act first, as the branch secretary; others are added in the people room. esc skips.",
    ),
    "setup.no_import": ("不导入，往下走", "Go on without"),
    "setup.no_import.told": (
        "以后按 : 再导入",
        "later, by : in any room",
    ),
    "setup.language.zh": ("中文", "中文"),
    "setup.language.en": ("English", "English"),
    "setup.language.title": ("中文 / English", "English / 中文"),
    "help.setup": (
        "开始：enter 做光标所在的一步，每一步都可以跳过，esc 进入总览。",
        "Set-up: enter does the step under the cursor; each may be skipped; esc goes to the dashboard.",
    ),
}
