"""What the plain rules say: doors, names, and why a text could not be read."""

MESSAGES: dict[str, tuple[str, str]] = {
    "door.building": ("{n}栋", "Building {n}"),
    "door.stairwell": ("{n}单元", "Stairwell {n}"),
    "door.room": ("{n}", "{n}"),
    "name.woman": ("{surname}阿姨", "Ms {surname}"),
    "name.man": ("{surname}先生", "Mr {surname}"),
    "refuse.when": (
        "看不懂这个时间：{text}。可以写 +1d、0412、明天 1430",
        "Cannot read this date or time: {text}. Try +1d, 0412 or tomorrow 14:30",
    ),
}
