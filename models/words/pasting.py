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
    # ── orders of a shop program ──
    "imports.orders": ("导入团购订单", "Import the orders of a buy"),
    "imports.orders.did": (
        "读入 {file}：新增 {add}户 改 {change}户",
        "read {file}: {add} new, {change} changed",
    ),
    "importing.orders": ("快团团、群接龙导出的订单", "orders that a shop program wrote out"),
    "importing.which_buy": ("哪个团？", "Which group buy?"),
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
}
