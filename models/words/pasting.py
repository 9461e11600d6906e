"""The words of a pasted chain: what it would change, its window, and what the commands say."""

MESSAGES: dict[str, tuple[str, str]] = {
    "Sign.added": ("新增", "new"),
    "Sign.changed": ("改单", "changed"),
    "Sign.withdrawn": ("退单", "withdrawn"),
    "Sign.vanished": ("不见了", "vanished"),
    "refuse.chain.too_long": (
        "文本超过 {mb}MB，不像是接龙",
        "The text is longer than {mb} MB, which no chain is",
    ),
    "refuse.chain.not_text": (
        "{file} 不是文本；请存成 UTF-8 或 GB18030 的 .txt",
        "{file} is no text; save it as .txt in UTF-8 or GB18030",
    ),
    "refuse.group_buys.buy_many": (
        "“{text}”有好几个团：{buys}；请写编号",
        "“{text}” may be several buys: {buys}; give the number",
    ),
    "refuse.group_buys.buy_none": (
        "没有“{text}”这个团；现有：{buys}",
        "There is no group buy “{text}”; there is: {buys}",
    ),
    "refuse.group_buys.none_standing": (
        "现在没有团购，先在团购室按 a 开一个",
        "There is no group buy now; a in the room of the group buys begins one",
    ),
    # ── the window ──
    "key.chain": ("贴接龙", "Paste chain"),
    "key.chain.tip": (
        "粘贴群里的接龙，逐条核对后收下",
        "paste the chain of the group and go through it",
    ),
    "palette.chain": ("粘贴接龙", "Paste a chain"),
    "chain.title": ("接龙 · {buy}", "Chain · {buy}"),
    "chain.no_buy": (
        "不属于任何团：只看，或记买药登记",
        "no group buy: only look, or a medicine list",
    ),
    "chain.which": ("接龙是哪个团的？", "Which group buy is the chain for?"),
    "chain.foot": (
        "tab 换边  enter 改一条  ctrl+s 收下  y 门牌清单  p 带姓名  esc 返回",
        "tab other side  enter fix  ctrl+s take  y doors  p with names  esc back",
    ),
    "chain.foot.low": (
        "tab 换边  enter 改  ctrl+s 收下  esc 返回",
        "tab side  enter fix  ctrl+s take  esc back",
    ),
    "chain.paste": ("把群里的接龙粘贴到这里", "Paste the chain of the group here"),
    "chain.reading": ("正在读…", "Reading …"),
    "chain.empty": ("粘贴后，每条回答列在这里", "Every answer is listed here once it is pasted"),
    "chain.counts": (
        "{n}条：接受 {accepted} · 待确认 {waiting} · 退 {withdrawn} · 其余 {rest}",
        "{n:answer|answers}: {accepted} accepted · {waiting} to decide · {withdrawn} out · {rest} other",
    ),
    "chain.change": (
        "收下后：新增 {added} · 改单 {changed} · 退单 {gone} · 不见了但保留 {kept}",
        "Taking it: {added} new · {changed} changed · {gone} out · {kept} vanished but kept",
    ),
    "chain.same": ("和已存的一样，没有要收的", "The same as what is kept: nothing to take"),
    "chain.late": (
        "已截止：新的进晚到名单，改单只记一笔",
        "Cut off: new answers wait on the late list, changes are only noted",
    ),
    "chain.medicine": ("记成买药诉求", "Record as requests"),
    "chain.medical": (
        "像是买药登记：按 m 记成诉求，不记成订单",
        "This looks like a medicine list: m records requests, not orders",
    ),
    "chain.medical.ask": (
        "记 {n} 条买药诉求（待分派）？已有未办买药诉求的 {known} 户不重复记，{waiting} 条看不清的不记",
        "Record {n} medicine requests, to be triaged? {known} doors wait for medicine already and {waiting} answers are not clear: these are left out",
    ),
    "chain.medical.none": (
        "没有可以记成诉求的：{known} 户已有，{waiting} 条看不清",
        "Nothing to record: {known} doors wait already, {waiting} answers are not clear",
    ),
    "chain.left": (
        "还有 {n} 条待确认；原文和已定的都留着，再打开接着改",
        "{n:answer|answers} still to decide; text and decisions are kept, open it again to go on",
    ),
    "chain.kept": (
        "没有订单变化；原文和已定的已保存",
        "No order changed; text and decisions are kept",
    ),
    "chain.leave": ("粘贴的和已定的还没收下，离开？", "What was pasted is not taken yet. Leave?"),
    "chain.fix": ("{no}号：{text}", "No. {no}: {text}"),
    "chain.vanished.keep": ("不见了 · 保留", "vanished, kept"),
    "chain.vanished.go": ("不见了 · 退单", "vanished, out"),
    "chain.warning": ("请看", "note"),
    "chain.totals": ("合计", "Totals"),
    "chain.tidied": ("整理好的接龙", "The tidied chain"),
    "chain.to_decide": ("（待确认）", "(to be decided)"),
    "chain.copied": ("已复制（终端允许时）", "Copied, if your terminal allows it"),
    "chain.col.no": ("号", "No."),
    "chain.col.state": ("状态", "State"),
    "chain.col.what": ("要什么 / 问题", "What, or the question"),
    "chain.col.sum": ("合计", "Totals"),
    "field.chain_goods": ("要什么", "What"),
    "hint.chain_goods": ("如 白菜包2 鸡蛋1", "such as cabbage 2 eggs 1"),
    "field.chain_withdrawn": ("这条退出", "Withdrawn"),
    "refuse.chain.no_buy": (
        "这份接龙不属于任何团，不能收成订单",
        "This chain belongs to no group buy: no orders can be taken",
    ),
    "refuse.chain.empty": ("还没有可收的回答", "There is no answer to take yet"),
    "refuse.chain.reading": ("还在读，稍等", "Still reading, a moment"),
    "refuse.chain.not_fixable": (
        "这一行只是说明，没有可改的",
        "This line only tells: nothing to fix",
    ),
    "refuse.chain.not_medical": ("这不像买药登记", "This does not look like a medicine list"),
    # ── orders of a shop program ──
    "imports.orders": ("导入团购订单", "Import the orders of a buy"),
    "imports.orders.did": (
        "读入 {file}：新增 {add}户 改 {change}户",
        "read {file}: {add} new, {change} changed",
    ),
    "importing.orders": ("快团团、群接龙导出的订单", "orders that a shop program wrote out"),
    "importing.into": ("读到哪个团里？", "Into which group buy?"),
    "imports.orders.much": (
        "{door} {product} 共 {n}，比平常多",
        "{door}: {n} of {product} is more than usual",
    ),
    "refuse.imports.which_buy": (
        "请先说明是哪个团：--buy 编号、名称或 open",
        "Say first which group buy: --buy with its number, its name, or open",
    ),
    "refuse.imports.orders.product": (
        "团里没有“{text}”；是不是：{products}",
        "The buy does not offer “{text}”; perhaps: {products}",
    ),
    "refuse.imports.orders.quantity": (
        "“{text}”没写数量",
        "No quantity is given for “{text}”",
    ),
    # ── commands ──
    "cli.arg.buy": ("团", "BUY"),
    "cli.import.buy": (
        "jielong 和 orders：哪个团，写编号、名称或 open",
        "jielong and orders: which group buy, by number, by name, or `open`",
    ),
    "cli.import.preview": (
        "只看不写；jielong 连团和数据库都不需要",
        "only look; for jielong not even a group buy or a database is needed",
    ),
    "cli.import.withdraw_vanished": (
        "jielong：这次接龙里不见了的户按退单处理",
        "jielong: withdraw the households that are not in the chain any more",
    ),
    "refuse.cli.preview_or_yes": (
        "--preview 只看，--yes 写入，只能选一个",
        "--preview only looks and --yes writes: give one of them",
    ),
    "refuse.cli.which_buy": (
        "请用 --buy 说明是哪个团（编号、名称或 open），或加 --preview 只看",
        "Say which group buy with --buy (number, name or open), or only look with --preview",
    ),
    "cli.chain.totals": (
        "合计：{totals}；待确认 {n} 条",
        "Totals: {totals}; {n:answer|answers} to be decided",
    ),
    "cli.chain.vanished": (
        "{n} 户这次接龙里没有，订单照旧；加 --withdraw-vanished 按退单",
        "{n:household is|households are} not in the chain any more and kept; --withdraw-vanished lets go",
    ),
    "cli.chain.shown": (
        "{buy}：将改动 {n} 户；加 --yes 写入",
        "{buy}: {n:household|households} would change; --yes does it",
    ),
    "cli.chain.done": (
        "{buy}：已写入，{n} 户有变化；工作台里按 u 可整批撤销",
        "{buy}: done, {n:household|households} differ; u in the desk undoes it whole",
    ),
    "cli.chain.nothing": ("{buy}：没有要写入的", "{buy}: there is nothing to write"),
    "chain.cut": (
        "接龙太长：只放了前{n}行，共{of}行。请分几次贴。",
        "The chain is too long: the first {n:line|lines} of {of} stand here. Paste it in parts.",
    ),
}
