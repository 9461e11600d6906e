"""The five tables a branch is handed, with the headers people really give their columns.

Only what the desk keeps is named. The identity number is left out on purpose: it is never read.
The roster gives name, telephone, door, household, year of birth, categories and presence, no more.
"""

from models.sheets.cells import Cell
from models.sheets.layout import ColumnSpec, Layout, SheetRow


def _column(
    field: str, headers: str, *, required: bool = False, filler: bool = False, spans: bool = False
) -> ColumnSpec:
    """A column whose headers stand in one text, parted by `|`: the most telling first."""
    return ColumnSpec(field, tuple(headers.split("|")), required, filler, spans)


_NUMBER = _column("no", "序号|编号|No.|S/N", filler=True)
_PHONE = _column(
    "phone",
    "联系电话|手机号码|手机号|手机|电话|电话号码|联系方式|本人电话|联系电话1|联系电话2|手机2|备用电话"
    "|Phone|Mobile|Telephone|Phone number|Tel",
)
_DOOR = (
    _column(
        "door",
        "门牌地址|楼栋门牌|门牌|门牌号|门牌号码|现住址|现住地址|居住地址|家庭住址|住址|详细地址"
        "|详细住址|地址|楼栋单元房号|楼栋房号|楼号房号|单元房号|Door|Address",
        spans=True,
    ),
    _column("building", "楼栋|楼栋号|楼号|栋|栋号|幢|几栋|Building", spans=True),
    _column("stairwell", "单元|单元号|门洞|Stairwell", spans=True),
    _column("room", "房号|室号|房间号|房间|室|户室|Room|Flat", spans=True),
)
_NOTE = _column("note", "备注|备注说明|Note|Notes|Remark|Remarks")

_OF_ROSTER = ("与户主关系", "是否在住", "人户分离", "是否人户分离", "是否已迁出", "户籍地址")
_OF_CARE = ("药品余量", "走访频次", "病种/用药", "结对志愿者", "行动能力")
_OF_DUTY = ("值班人1", "值班人", "带班人", "交接事项")
_OF_STOCK = ("入库数", "出库数", "物资名称", "结余", "品名")
_OF_ORDERS = ("跟团号", "订单金额", "商品", "接龙号")

ROSTER = Layout(
    (
        _NUMBER,
        _column(
            "name", "姓名|居民姓名|人员姓名|住户姓名|业主姓名|名字|Name|Full name", required=True
        ),
        _column(
            "birth",
            "出生日期|出生年月日|出生年月|出生年份|出生年|生日|年龄|周岁"
            "|Date of birth|Birth date|Birth year|Born|Age",
        ),
        _PHONE,
        *_DOOR,
        _column(
            "household", "户编号|户号|户序号|家庭编号|住户编号|Household|Household no.", spans=True
        ),
        _column("grid", "所属网格|网格|网格号|网格名称|网格长|Grid", spans=True),
        _column(
            "categories",
            "重点类别|重点人群类别|重点人员类别|人群类别|特殊类别|特殊人群|人员标签|标签"
            "|Categories|Category|Tags",
        ),
        _column(
            "present",
            "是否在住|在住|是否在家|是否居住|是否现住|是否实际居住|现是否在住|居住状态|在住情况"
            "|Present|Presence|Living here",
        ),
        _column(
            "away_reason",
            "不在原因|未在住原因|外出原因|离开原因|去向|现去向|Away reason|Reason away",
        ),
        _column("moved_out", "是否已迁出|已迁出|是否迁出|迁出|Moved out"),
        _column("lives_elsewhere", "是否人户分离|人户分离|Lives elsewhere"),
    ),
    needs=(("door", "room"),),
    foreign=_OF_CARE + _OF_DUTY + _OF_STOCK + _OF_ORDERS,
)
"""Residents by door; `present` may hold words (在住, 住院) as well as yes and no."""

SPECIAL = Layout(
    (
        _NUMBER,
        _column("name", "姓名|人员姓名|对象姓名|居民姓名|名字|Name|Full name", required=True),
        *_DOOR,
        _PHONE,
        _column(
            "categories",
            "类别|人员类别|特殊类别|人群类别|重点类别|特殊群体类别|群体类别|类型|Categories|Category",
        ),
        _column(
            "birth",
            "年龄段|年龄|周岁|出生日期|出生年月|出生年份|Age|Birth year|Date of birth",
        ),
        _column(
            "medicine",
            "病种/用药|病种及用药|病种用药|用药|用药情况|药品|药品名称|服用药物|病种|疾病"
            "|Medicine|Condition / medicine",
        ),
        _column(
            "days_left",
            "药品余量(天)|药品余量|药品剩余天数|余药天数|剩余药量|余药|药量(天)"
            "|Days left|Medicine days left",
        ),
        _column("mobility", "行动能力|自理能力|自理情况|行动情况|Mobility"),
        _column(
            "contact",
            "紧急联系人|紧急联系人及电话|紧急联系电话|联系人|家属电话|家属联系方式|监护人"
            "|Emergency contact|Contact",
        ),
        _column(
            "paired",
            "结对志愿者|结对人|包保人|包保志愿者|责任人|帮扶人|联系志愿者"
            "|Paired volunteer|Volunteer",
        ),
        _column("frequency", "走访频次|走访频率|探访频次|联系频次|Visit frequency|Frequency"),
        _column("last_visit", "最近走访|最近走访日期|上次走访|最近联系|走访日期|Last visit"),
        _column("need", "需求|当前需求|困难需求|需求情况|困难及需求|诉求|Need|Needs"),
        _NOTE,
    ),
    needs=(("categories", "medicine", "frequency"),),
    foreign=_OF_ROSTER + _OF_DUTY + _OF_STOCK + _OF_ORDERS,
)
"""The care list; a person is found by name, door and telephone."""

PEOPLE = Layout(
    (
        _NUMBER,
        _column("name", "姓名|志愿者姓名|人员姓名|名字|Name|Full name", required=True),
        _PHONE,
        _column("kind", "人员类型|人员类别|志愿者类型|身份|类别|类型|来源|Kind|Type"),
        _column("unit", "工作单位|所在单位|派出单位|原单位|单位|Unit|Organisation"),
        _column("role", "职务|担任职务|分工|角色|岗位|Role|Duty"),
        _column("party", "是否党员|党员|政治面貌|中共党员|Party member|Member of the Party"),
        _column("skills", "特长|技能|专长|特长技能|擅长|专业特长|Skills"),
        _column(
            "availability",
            "可值班时段|可值班时间|可服务时间|服务时间|可排班时间|空闲时间|Availability",
        ),
        _column(
            "rapid",
            "是否突击队|突击队|突击队员|应急队|是否应急|Rapid response|Rapid pool",
        ),
        _column("joined", "报到日期|报到时间|报名日期|到岗日期|加入日期|上岗日期|Joined|Joined on"),
        _column("left", "离岗日期|撤离日期|退出日期|Demobilised|Left|Left on"),
        *_DOOR,
        _NOTE,
    ),
    needs=(("phone", "kind", "unit", "role", "party", "skills", "joined"),),
    foreign=_OF_ROSTER + _OF_CARE + _OF_DUTY + _OF_STOCK + _OF_ORDERS + ("户编号", "重点类别"),
)
"""Volunteers and deployed cadres; `party` may hold 中共党员 / 群众 as well as yes and no."""

SHIFTS = Layout(
    (
        _NUMBER,
        _column("date", "日期|值班日期|排班日期|班次日期|Date|Day", required=True, spans=True),
        _column(
            "hours",
            "班次(起止)|班次|时段|值班时段|班次时间|值班时间|时间|起止时间|Hours|Shift|Time",
            spans=True,
        ),
        _column("start", "开始时间|开始|上岗时间|起|Start|From", spans=True),
        _column("end", "结束时间|结束|离岗时间|止|End|To|Until", spans=True),
        _column(
            "post",
            "岗位|值班岗位|值守点位|点位|卡点|值班地点|地点|Post|Place",
            required=True,
            spans=True,
        ),
        _column("leader", "带班人|带班|带班领导|班长|负责人|Leader|Shift leader"),
        _column(
            "people",
            "值班人1|值班人2|值班人3|值班人4|值班人5|值班人6|值班人|值班人员|值班员|值守人员|值守人"
            "|人员|志愿者|志愿者1|志愿者2|志愿者3|志愿者4|姓名|People|Volunteers|Volunteer|On duty",
        ),
        _column("need", "需要人数|所需人数|人数|定员|Seats|Needed"),
        _PHONE,
        _column("check_in", "签到|签到时间|到岗签到|Check-in|Checked in"),
        _column("check_out", "签退|签退时间|离岗签退|Check-out|Checked out"),
        _column("handover", "交接事项|交接|交接内容|交接班事项|Hand-over|Hand-over note"),
        _NOTE,
    ),
    needs=(("hours", "start"),),
    foreign=_OF_ROSTER + _OF_CARE + _OF_STOCK + _OF_ORDERS,
)
"""The duty table; people stand in one cell or in several columns, so ask `row.all("people")`."""

STOCK = Layout(
    (
        _NUMBER,
        _column("date", "日期|出入库日期|登记日期|时间|Date", required=True, spans=True),
        _column(
            "item",
            "物资名称|品名|名称|物品名称|物资|物品|货品名称|Item|Goods",
            required=True,
            spans=True,
        ),
        _column("spec", "规格|规格型号|型号|型号规格|Spec|Specification|Size", spans=True),
        _column("unit", "单位|计量单位|Unit", spans=True),
        _column("source", "来源|物资来源|入库来源|来源单位|Source"),
        _column("received", "入库数|入库数量|入库|收入|收入数量|收|Received|In|Qty in"),
        _column(
            "issued",
            "出库数|出库数量|出库|发出|发放数|发放数量|领用数量|发|Issued|Out|Qty out",
        ),
        _column(
            "balance",
            "结余|结余数|结余数量|库存|库存数|库存数量|剩余|余量|Balance|On hand",
            filler=True,
        ),
        _column("batch", "批号|批次|批次号|生产批号|Batch|Lot|Lot no."),
        _column(
            "expiry",
            "有效期|有效期至|保质期至|失效日期|到期日|到期日期|Expiry|Expires|Best before",
        ),
        _column("taken_by", "领用人|领取人|领用|领物人|Taken by|Received by"),
        _column("handled_by", "经办人|保管人|库管员|发放人|登记人|Handled by|Keeper"),
        _NOTE,
    ),
    needs=(("received", "issued"),),
    foreign=_OF_ROSTER + _OF_CARE + _OF_DUTY + _OF_ORDERS,
)
"""The ledger of goods in and out; its key is `no`, `date`, `item` and `spec` together."""

ORDERS = Layout(
    (
        _column("no", "跟团号|接龙号|下单序号|订单号|序号|Order no.|No.", filler=True),
        _column("buyer", "下单人|微信昵称|昵称|买家|Ordered by|Buyer"),
        _column("name", "收货人|收件人|姓名|Recipient|Name"),
        _column(
            "door",
            "详细地址|收货地址|门牌地址|门牌|门牌号|楼栋门牌|楼栋房号|地址|住址|Door|Address",
        ),
        *_DOOR[1:],
        _column(
            "item", "商品|商品名称|商品合计|商品信息|品名|购买商品|Product|Products", required=True
        ),
        _column("spec", "规格|商品规格|Spec|Size"),
        _column("count", "数量|商品数量|购买数量|份数|件数|Quantity|Qty"),
        _column("paid_at", "支付时间|付款时间|下单时间|Paid at|Ordered at"),
        _column("amount", "订单金额|订单总金额|商品金额|实付金额|金额|Amount"),
        _column("refund", "退款金额|已退金额|Refund"),
        _column("status", "订单状态|状态|售后状态|Status"),
        _column("note", "团员备注|买家备注|留言|备注|Note|Remark"),
    ),
    needs=(("door", "room"),),
    foreign=("与户主关系", "入库数", "出库数", "物资名称", "值班人1", "值班人", "走访频次"),
)
"""What the shop programs of the group chat write out, a row an order; its key is the door."""


def door_of(row: SheetRow) -> Cell:
    """The door of a row as one cell, also when building, stairwell and room have their columns.

    Text and place are as in the file; whether such a door exists is not asked here.
    """
    door, room = row.get("door"), row.get("room")
    parts = [row.get("building"), row.get("stairwell"), room]
    if not room:
        return door
    if not parts[0] and not parts[1]:
        return Cell(f"{door.text}{room.text}", room.raw, room.ref, room.header) if door else room
    joined = "-".join(_bare(part.text) for part in parts if part)
    return Cell(joined, joined, room.ref, room.header)


def _bare(part: str) -> str:
    """`3栋`, `2单元` and `401室` without the word that says which of the three they are."""
    for ending in ("号楼", "单元", "门洞", "栋", "幢", "楼", "门", "室", "号", "#"):
        if part.endswith(ending):
            return part.removesuffix(ending).strip()
    return part
