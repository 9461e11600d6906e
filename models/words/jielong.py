"""The words of the chain reader: what becomes of an answer, and what it asks."""

MESSAGES: dict[str, tuple[str, str]] = {
    "AnswerState.accepted": ("已接受", "accepted"),
    "AnswerState.needs_address": ("缺门牌", "needs address"),
    "AnswerState.needs_item": ("缺品种", "needs item"),
    "AnswerState.ask": ("待确认", "to be decided"),
    "AnswerState.duplicate": ("重复", "duplicate"),
    "AnswerState.replaced": ("已被后面的替换", "replaced"),
    "AnswerState.withdrawn": ("已退", "withdrawn"),
    "AnswerState.empty": ("空白", "empty"),
    "jielong.no_door": ("没写门牌", "No door is given"),
    "jielong.no_door.near": ("没写门牌；可能是：{options}", "No door is given; perhaps: {options}"),
    "jielong.part_door": ("门牌“{said}”不完整", "The door “{said}” is not complete"),
    "jielong.part_door.near": (
        "门牌“{said}”不完整；可能是：{options}",
        "The door “{said}” is not complete; perhaps: {options}",
    ),
    "jielong.unknown_door": ("小区里没有“{door}”", "There is no door {door}"),
    "jielong.unknown_door.near": (
        "小区里没有“{door}”；是不是：{options}",
        "There is no door {door}; perhaps: {options}",
    ),
    "jielong.by_name": (
        "没写全门牌，按姓名“{name}”找到 {door}",
        "The door was not told in full; {door} was found by the name {name}",
    ),
    "jielong.completed": ("“{said}”只可能是 {door}", "“{said}” can only be {door}"),
    "jielong.no_item": ("没写要什么、要几份", "Neither product nor quantity is given"),
    "jielong.which_item": ("“{text}”是哪一种：{options}", "“{text}” may mean: {options}"),
    "jielong.perhaps_item": ("“{text}”是不是：{options}", "Does “{text}” mean {options}?"),
    "jielong.unknown_item": (
        "没有“{text}”；有的是：{options}",
        "“{text}” is not on offer; there is: {options}",
    ),
    "jielong.zero": ("数量是0", "The quantity is 0"),
    "jielong.much": (
        "{product} {quantity} 超过 {limit}，是不是写错了",
        "{product}: {quantity} is more than {limit}; is it a slip?",
    ),
    "jielong.two_ways": ("“{text}”有两种读法", "“{text}” can be read in two ways"),
    "jielong.part": ("“{text}”不是整数", "“{text}” is no whole number"),
    "jielong.twice": ("{product}写了两次", "{product} is given twice"),
    "jielong.told": (
        "写着“{told}”，数出来是 {counted}",
        "It says “{told}”, but {counted} were counted",
    ),
    "jielong.weight": (
        "“{text}”是几份？这里按{unit}订",
        "How many portions is “{text}”? It is ordered by {unit}",
    ),
    "jielong.more": (
        "是在原来之外再加，还是改成这么多？",
        "On top of the earlier order, or instead of it?",
    ),
    "jielong.partly": ("只退一部分：还要多少？", "Only a part is withdrawn: how much is left?"),
    "jielong.shared": (
        "括号里给{name}的比本人写的还多",
        "What is for {name} in brackets is not less than the number before it",
    ),
    "jielong.ditto": (
        "“同上”：是门牌还是品种同上？",
        "“Ditto”: the same door, or the same products?",
    ),
    "jielong.same_door": (
        "门牌同上（{no}号 {door}）：是同一户另加，还是改单？",
        "Same door as no. {no} ({door}): one more order of that household, or a correction?",
    ),
    "jielong.nothing_above": (
        "“同上”，可上面没有可照抄的",
        "“Ditto”, but there is nothing above to repeat",
    ),
    "jielong.whose": ("退的是哪一户：{options}", "Whose order is withdrawn: {options}?"),
    "jielong.long": (
        "这条超过{n}字，只读了开头",
        "The answer is longer than {n} characters; only its beginning was read",
    ),
    "jielong.one": (
        "没写数量，按1份算：{products}",
        "No quantity is given, taken for one: {products}",
    ),
    "jielong.duplicate": ("和{no}号一样", "The same as no. {no}"),
    "jielong.replaced": ("同一户在{no}号改了", "The household said otherwise in no. {no}"),
    "jielong.several": (
        "粘贴里有{n}份接龙，只读最后一份",
        "The text holds {n:copy|copies} of the chain; only the last one is read",
    ),
    "jielong.stray": (
        "有{n}行不属于接龙，没有读：{text}",
        "{n:line|lines} outside the chain left unread: {text}",
    ),
    "jielong.export": (
        "这是订单表，请用 quanan import orders",
        "This is a table of orders; use quanan import orders",
    ),
    "jielong.unnumbered": (
        "没有序号，按行编成1到{n}号",
        "There are no numbers; the lines are counted from 1 to {n}",
    ),
    "jielong.no_answers": ("没有找到接龙的回答", "No answers of a chain were found"),
    "jielong.learnt": (
        "开头没写品种，从回答里读出：{products}",
        "The head names no product; read from the answers: {products}",
    ),
    "jielong.alias": ("“{text}”按“{product}”算", "“{text}” is counted as “{product}”"),
    "jielong.single": (
        "没写品种，都按“{product}”算",
        "No product is named; all is counted as “{product}”",
    ),
    "jielong.plus": (
        "{no}号写“{text}”：按这个数算，不是“本人之外再加”",
        "No. {no} says “{text}”: taken for that number, not for that many more",
    ),
    "jielong.no_name": (
        "{n}条没写姓名：{numbers}号",
        "{n:answer|answers} without a name: no. {numbers}",
    ),
    "jielong.ones": (
        "{n}条没写数量，按1份算：{numbers}号",
        "{n:answer|answers} without a quantity, taken for one: no. {numbers}",
    ),
    "jielong.repeated": ("序号重复：{numbers}", "Numbers used twice: {numbers}"),
    "jielong.gap": ("序号中断，缺：{numbers}", "Numbers left out: {numbers}"),
    "jielong.checksum": (
        "下面写着合计{told}{product}，数出来是{counted}",
        "The sum below says {told} {product}, but {counted} were counted",
    ),
}
