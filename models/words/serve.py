"""The words of the desk in a browser."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.serve": ("在本机浏览器里打开工作台", "the desk in a browser on this machine"),
    "cli.serve.example": (
        "例：quanan serve\n    quanan serve --port 8737\n需要附加组件：pip install 'quanan[web]'",
        "examples: quanan serve\n          quanan serve --port 8737\nIt needs an extra: pip install 'quanan[web]'",
    ),
    "cli.serve.host": (
        "本机地址：127.0.0.1 或 ::1（默认 127.0.0.1）",
        "the machine's own address: 127.0.0.1 or ::1 (default 127.0.0.1)",
    ),
    "cli.serve.port": ("端口（默认任选一个空的）", "port (default: any that is free)"),
    "cli.arg.address": ("地址", "ADDRESS"),
    "serve.open": (
        "请在本机浏览器打开下面的链接（只能用一次）：",
        "Open this link in a browser on this machine; it is good once:",
    ),
    "serve.stop": (
        "Ctrl+C 停止，浏览器里打开的工作台也随之关闭。",
        "Ctrl+C stops it, and with it the desks that are open in the browser.",
    ),
    "serve.title": ("全安 quanan", "quanan"),
    "serve.welcome": ("正在打开工作台…", "Opening the desk…"),
    "serve.used": (
        "这个开始链接已用过或不对，没有打开任何内容。请停止 quanan serve（Ctrl+C），重新运行，打开它给出的新链接。",
        "This start link was used already or is not the right one; nothing was opened. Stop quanan serve (Ctrl+C), run it again and open the link that it gives then.",
    ),
    "serve.unknown": (
        "这个浏览器还没有打开过开始链接，没有显示任何内容。请打开 quanan serve 在终端里给出的链接；如已用过，停止后重新运行。",
        "This browser has not opened the start link, so nothing is shown. Open the link that quanan serve gave in its terminal; if it was used, stop quanan serve and run it again.",
    ),
    "serve.elsewhere": (
        "只能在本机浏览器里从 {address} 打开，已拒绝。别的机器请用 SSH。",
        "Refused: this opens only at {address}, in a browser on the same machine. From other machines use SSH.",
    ),
    "serve.nothing": ("这里没有这一页。", "There is no such page here."),
    "serve.fault": (
        "出了错，已保存的记录都在。记录在 {path}。请重新打开。",
        "Something went wrong; what was recorded is safe. A log is in {path}. Please open it again.",
    ),
    "serve.full": (
        "已经打开了 {n} 个工作台，这里不再打开。请先关掉一个窗口。",
        "{n:desk is|desks are} open already, so no other opens here. Close one of the windows first.",
    ),
    "serve.ended": (
        "工作台已结束，已保存的记录都在。",
        "The desk has ended; what was recorded is safe.",
    ),
    "serve.again": ("再打开", "Open it again"),
    "refuse.serve.missing": (
        "在浏览器里打开需要附加组件：pip install 'quanan[web]'",
        "The desk in a browser needs an extra: pip install 'quanan[web]'",
    ),
    "refuse.serve.wider": (
        "{host} 会让别的机器连进来，没有打开；只能用 127.0.0.1 或 ::1，更远的请用 SSH（docs/remote.md）",
        "{host} would let other machines in, so nothing was opened: use 127.0.0.1 or ::1; anything wider is SSH (docs/remote.md)",
    ),
    "refuse.serve.port": (
        "端口 {port} 用不了，没有打开；请换一个，或不写 --port",
        "Port {port} cannot be had, so nothing was opened; name another, or leave --port out",
    ),
    "refuse.serve.who": (
        "不要写 --as：谁在浏览器前，由工作台来问",
        "Leave --as out: the desk asks who sits at the browser",
    ),
}
