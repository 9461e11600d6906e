"""What the sharing of a short delivery says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "ShortageRule.special_first": ("特殊群体优先", "special groups first"),
    "ShortageRule.first_come": ("先接龙先得", "first come, first served"),
    "ShortageRule.equal_shares": ("平均分", "equal shares"),
    "ShortageRule.lottery": ("抽签", "lottery"),
    "shortage.why.full": (
        "订 {ordered} 得 {given}，已满足",
        "ordered {ordered}, got {given}: in full",
    ),
    "shortage.why.tolerated": (
        "订 {ordered} 得 {given}：接龙时说可少 {tolerance}",
        "ordered {ordered}, got {given}: it said it can do without {tolerance}",
    ),
    "shortage.why.special": (
        "订 {ordered} 得 {given}：特殊群体优先，排第 {place}，货已不够",
        "ordered {ordered}, got {given}: special groups first, number {place} in line, not enough arrived",
    ),
    "shortage.why.special_first": (
        "订 {ordered} 得 {given}：特殊群体优先，按接龙先后排第 {place}",
        "ordered {ordered}, got {given}: after the special groups, number {place} in line",
    ),
    "shortage.why.first_come": (
        "订 {ordered} 得 {given}：按接龙先后排第 {place}",
        "ordered {ordered}, got {given}: number {place} in the order of signing",
    ),
    "shortage.why.equal_shares": (
        "订 {ordered} 得 {given}：到货不足，各户平均分",
        "ordered {ordered}, got {given}: what arrived is shared equally",
    ),
    "shortage.why.lottery": (
        "订 {ordered} 得 {given}：抽签第 {place} 号（签种 {seed}）",
        "ordered {ordered}, got {given}: drawn as number {place} (seed {seed})",
    ),
    "shortage.price.same": (
        "换货，按原价每份 {price} 元",
        "Substituted at the same price, {price} yuan",
    ),
    "shortage.price.cheaper": (
        "换的便宜：原价 {price} 元，换的 {instead} 元，每份退 {back} 元",
        "The substitute is cheaper: {instead} instead of {price} yuan, {back} a portion is given back",
    ),
    "shortage.price.dearer": (
        "换的贵（{instead} 元），没有约定，按原价 {price} 元收",
        "The substitute is dearer ({instead} yuan), nothing was agreed: it costs {price} as ordered",
    ),
    "shortage.price.agreed": (
        "换的贵，住户同意补差：每份 {instead} 元（原价 {price} 元）",
        "The household agreed to pay {instead} yuan a portion instead of {price}",
    ),
    "refuse.group_buys.shortage_numbers": (
        "到货数不能为负，可少的数量要在 0 到所订数量之间",
        "What arrived cannot be below zero, and a tolerance lies between 0 and the order",
    ),
    "refuse.group_buys.shortage_twice": (
        "同一条接龙出现了两次",
        "One line of the chain is there twice",
    ),
    "refuse.group_buys.seed": (
        "抽签要先写明签种，例如日期和团购编号",
        "A lottery needs a seed stated beforehand, such as the date and number of the purchase",
    ),
}
