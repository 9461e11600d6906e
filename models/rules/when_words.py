"""The words that moments and days are said with, in Chinese and English."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
WEEKDAYS |= {char: n for n, char in enumerate("一二三四五六日")} | {"天": 6}
DAY_WORDS = {"大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "yesterday": -1}
DAY_WORDS |= {"今天": 0, "今日": 0, "当天": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1}
DAY_WORDS |= {"tmr": 1, "后天": 2, "后日": 2, "大后天": 3}
BEFORE_NOON = ("凌晨", "清晨", "早晨", "早上", "早", "上午", "半夜", "am")
AFTER_NOON = ("中午", "下午", "傍晚", "午后", "pm")
EVENING = ("晚上", "晚", "夜里", "夜")
PERIODS = {"凌晨": 2, "清晨": 6, "早晨": 8, "早上": 8, "早": 8, "上午": 9, "半夜": 0, "中午": 12}
PERIODS |= {"下午": 14, "午后": 14, "傍晚": 18, "晚上": 20, "晚": 20, "夜里": 22, "夜": 22}
PERIODS |= {"noon": 12, "midnight": 24, "morning": 8, "afternoon": 14, "evening": 19}
FRACTIONS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}
UNITS = dict.fromkeys(("m", "min", "mins", "minute", "minutes", "分", "分钟"), 1)
UNITS |= dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "小时", "时", "钟头"), 60)
UNITS |= dict.fromkeys(("d", "day", "days", "天", "日"), 1440)
UNITS |= dict.fromkeys(("w", "week", "weeks", "周", "星期", "礼拜"), 10080)
