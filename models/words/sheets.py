"""Words of spreadsheets: why a file, a row or a cell is not taken, and what a preview says."""

MESSAGES: dict[str, tuple[str, str]] = {
    # A file
    "refuse.sheets.not_found": ("找不到文件 {file}", "There is no file {file}"),
    "refuse.sheets.unreadable": ("读不了 {file}：{why}", "{file} cannot be read: {why}"),
    "refuse.sheets.not_spreadsheet": (
        "{file} 不是表格：请给 .xlsx 或 .csv 文件",
        "{file} is not a spreadsheet: give an .xlsx or .csv file",
    ),
    "refuse.sheets.old_format": (
        "{file} 是旧格式：请在表格软件里另存为 .xlsx 再导入",
        "{file} is in another format: save it as .xlsx and import that",
    ),
    "refuse.sheets.encrypted": (
        "{file} 有打开密码：请用密码打开，去掉密码另存后再导入",
        "{file} is locked with a password: open it with that, save it without one and import that",
    ),
    "refuse.sheets.damaged": (
        "{file} 已损坏，或不是它的后缀所说的格式",
        "{file} is damaged, or not what its ending says",
    ),
    "refuse.sheets.empty": ("{file} 是空的", "{file} is empty"),
    "refuse.sheets.too_large": (
        "{file} 太大：最多 {mb} MB、{rows} 行。什么也没导入；请分成几个文件再导入",
        "{file} is too large: at most {mb} MB and {rows} rows. Nothing was read in; split it into several files",
    ),
    "refuse.sheets.no_header": (
        "{file} 里找不到表头；要有这些列：{expected}",
        "No header row in {file}; these columns are needed: {expected}",
    ),
    "refuse.sheets.header_lacks": (
        "{file} 的表头缺少：{missing}",
        "The header row of {file} lacks: {missing}",
    ),
    "refuse.sheets.other_kind": (
        "{file} 像是另一种表：有“{headers}”列",
        "{file} looks like a table of another kind: it has the columns {headers}",
    ),
    # A cell
    "refuse.sheets.blank": ("「{header}」没有填", "“{header}” is empty"),
    "refuse.sheets.formula_error": (
        "「{header}」是公式错误 {text}",
        "“{header}” holds the formula error {text}",
    ),
    "refuse.sheets.id_number": (
        "「{header}」里像是身份证号；本台不存身份证号，请删去",
        "“{header}” seems to hold an identity number, which the desk never keeps: take it out",
    ),
    "refuse.sheets.too_long": (
        "「{header}」太长，最多 {longest} 个字",
        "“{header}” is too long, at most {longest} characters",
    ),
    "refuse.sheets.not_whole": (
        "「{header}」要填整数，现在是“{text}”",
        "“{header}” must be a whole number, it says “{text}”",
    ),
    "refuse.sheets.too_small": (
        "「{header}」是 {text}，不能小于 {least}",
        "“{header}” is {text}, it must be at least {least}",
    ),
    "refuse.sheets.too_large_number": (
        "「{header}」是 {text}，不能大于 {most}",
        "“{header}” is {text}, it must be at most {most}",
    ),
    "refuse.sheets.not_yes_no": (
        "「{header}」要填是或否，现在是“{text}”",
        "“{header}” must be yes or no, it says “{text}”",
    ),
    "refuse.sheets.not_date": (
        "「{header}」的“{text}”不是日期；请写成 2022-03-20",
        "“{header}” says “{text}”, which is not a date; write 2022-03-20",
    ),
    "refuse.sheets.no_day": (
        "「{header}」的“{text}”只有年月，没有日",
        "“{header}” says “{text}”: a month without its day",
    ),
    "refuse.sheets.no_such_day": (
        "「{header}」的“{text}”：没有这一天",
        "“{header}” says “{text}”: there is no such day",
    ),
    "refuse.sheets.not_birth": (
        "「{header}」的“{text}”看不出出生年；请写日期、年份或年龄",
        "“{header}” says “{text}”: no year of birth in it; write a date, a year or an age",
    ),
    "refuse.sheets.age_range": (
        "「{header}」的“{text}”是一段年龄；请写具体年龄",
        "“{header}” says “{text}”: a range of ages; write the age itself",
    ),
    "refuse.sheets.birth_year_range": (
        "「{header}」的“{text}”：出生年要在 {first} 年以后、今年以前",
        "“{header}” says “{text}”: the year of birth must lie between {first} and this year",
    ),
    "refuse.sheets.not_time": (
        "「{header}」的“{text}”不是时间；请写成 08:30",
        "“{header}” says “{text}”, which is not a time; write 08:30",
    ),
    "refuse.sheets.not_hours": (
        "「{header}」的“{text}”看不出起止；请写成 08:00-12:00",
        "“{header}” says “{text}”: no start and end in it; write 08:00-12:00",
    ),
    "refuse.sheets.not_phone": (
        "「{header}」的“{text}”不是电话：有 {digits} 位数字",
        "“{header}” says “{text}”, which is no telephone number: it has {digits:digit|digits}",
    ),
    "refuse.sheets.rounded": (
        "「{header}」的“{text}”被表格软件缩写，丢了后几位；请把该列设为文本重填",
        "“{header}” says “{text}”: the spreadsheet shortened it and lost digits; make the column text and fill it in again",
    ),
    # Writing
    "refuse.sheets.ending": (
        "{file}：请用 .xlsx 或 .csv 结尾的文件名",
        "{file}: use a file name that ends in .xlsx or .csv",
    ),
    "refuse.sheets.one_table": (
        "{file}：.csv 只能放一张表，现在有 {n} 张；请用 .xlsx",
        "{file}: a .csv file holds one table, here are {n}; use .xlsx",
    ),
    "refuse.sheets.exists": (
        "{file} 已经存在，没有覆盖",
        "{file} is there already and was not replaced",
    ),
    "refuse.sheets.unwritable": ("写不了 {file}：{why}", "{file} cannot be written: {why}"),
    "sheets.stamp": (
        "{who} 于 {at} 导出，共 {n} 条；用途：{purpose}",
        "Exported by {who} at {at}, {n:record|records}; purpose: {purpose}",
    ),
    # A preview
    "sheets.counts": (
        "新增 {add} · 更改 {change} · 不变 {same} · 不收 {refused}",
        "add {add} · change {change} · same {same} · refuse {refused}",
    ),
    "sheets.refused_row": ("第 {row} 行 {cell} {why}", "row {row} {cell} {why}"),
    "sheets.other_worksheets": (
        "只读了工作表「{title}」；这些也像，没有读：{others}",
        "Only the worksheet “{title}” was read; these look alike and were not: {others}",
    ),
    "sheets.skipped_rows": (
        "跳过 {n} 行说明或合计：{rows}",
        "Passed over {n:row|rows} of hints or sums: {rows}",
    ),
    "sheets.reading": ("读到第 {done} 行，共 {total} 行", "Row {done} of {total}"),
}
