"""The items a new branch starts with: plain data, each editable before and after it is installed.

The quantities are this project's own proposal for a compound of 1,100 people and 25 volunteers in
a month: two coveralls and four masks a volunteer and day, a kit a resident, and so on. The unit is
what is counted when it is handed out, never the carton it came in.
"""

_FIELDS = ("name", "spec", "unit", "minimum", "reorder", "maximum", "gear", "also")

_ROWS: tuple[tuple[str, str, str, int, int | None, int | None, bool, str], ...] = (
    ("医用防护服", "175码", "套", 40, 80, 600, True, "防护服 大白服 coverall suit"),
    ("隔离衣", "均码", "件", 40, 80, 600, True, "gown 隔离服"),
    ("N95口罩", "20只/盒", "只", 60, 120, 1200, True, "N95 respirator"),
    ("医用外科口罩", "50只/盒", "只", 100, 200, 3000, True, "外科口罩 mask surgical"),
    ("防护面屏", "", "个", 30, 60, 400, True, "面屏 面罩 shield visor"),
    ("一次性手套", "100只/盒", "只", 100, 200, 3000, True, "手套 gloves"),
    ("鞋套", "", "双", 60, 120, 1000, True, "overshoes"),
    ("抗原检测试剂盒", "1人份", "份", 100, 300, 2500, False, "抗原 试剂盒 antigen kit"),
    ("84消毒液", "500mL", "瓶", 40, 80, 600, False, "84 消毒水 bleach"),
    ("75%酒精", "500mL", "瓶", 30, 60, 400, False, "酒精 alcohol"),
    ("免洗手消毒液", "500mL", "瓶", 20, 40, 200, False, "洗手液 sanitiser"),
    ("喷壶", "2L", "个", 6, None, 30, False, "喷雾器 sprayer"),
    ("电子体温计", "", "支", 10, None, 60, False, "体温计 体温枪 thermometer"),
    ("垃圾袋", "大号 黄色", "个", 50, 100, 1000, False, "医疗垃圾袋 bag"),
    ("大米", "10kg", "袋", 30, 60, 400, False, "米 rice"),
    ("面粉", "5kg", "袋", 20, 40, 300, False, "白面 flour"),
    ("食用油", "5L", "桶", 20, 40, 300, False, "油 豆油 oil"),
    ("蔬菜包", "约10斤", "份", 60, 120, 800, False, "菜 蔬菜 vegetables"),
    ("鲜牛奶", "1L", "盒", 40, 80, 700, False, "牛奶 奶 milk"),
    ("鸡蛋", "30枚", "板", 20, 40, 300, False, "蛋 eggs"),
    ("婴儿奶粉", "1段 800g", "罐", 2, 4, 20, False, "奶粉 formula"),
    ("婴儿纸尿裤", "M", "包", 3, 6, 40, False, "尿不湿 diapers"),
    ("成人纸尿裤", "L 10片", "包", 3, 6, 40, False, "成人尿裤 pads"),
    ("卫生巾", "", "包", 10, 20, 150, False, "sanitary towels"),
    ("布洛芬缓释胶囊", "0.3g×20", "盒", 5, 10, 60, False, "布洛芬 退烧药 ibuprofen"),
    ("饮用水", "550mL×24", "箱", 5, 10, 60, False, "矿泉水 水 water"),
    ("方便面", "", "箱", 4, 8, 40, False, "泡面 noodles"),
)

CATALOGUE: list[dict[str, object]] = [dict(zip(_FIELDS, row, strict=True)) for row in _ROWS]
"""One mapping an item, as `stock.install_catalogue` takes it."""
