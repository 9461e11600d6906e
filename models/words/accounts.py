"""The words of accounts: logging in, being locked, and what the secretary does about both."""

MESSAGES: dict[str, tuple[str, str]] = {
    "accounts.title": ("账号", "Accounts"),
    "kind.accounts.board": ("看板账号", "Wall-board account"),
    "AccountState.open": ("可以登录", "can log in"),
    "AccountState.must_change": ("首次登录要改口令", "passphrase to be changed"),
    "AccountState.disabled": ("已停用", "disabled"),
    "LoginWay.passphrase": ("口令", "passphrase"),
    "LoginWay.pin": ("数字码", "PIN"),
    "LoginWay.key": ("密钥", "key"),
    "who.login": ("登录", "log-in"),
    # ── verbs ──
    "accounts.begin": ("设置我的口令", "Set my passphrase"),
    "accounts.begin.did": (
        "设了自己的口令；从现在起要登录",
        "set a passphrase; from now on whoever acts logs in",
    ),
    "accounts.begin.lead": (
        "这是支部的第一个账号。从现在起每个人都要登录；其他人的账号在“人员”里按 v 建。",
        "This is the branch's first account. From now on everybody logs in; v on a person makes theirs.",
    ),
    "accounts.create": ("建账号", "Make account"),
    "accounts.create.did": ("给{volunteer}建了账号", "made an account for {volunteer}"),
    "accounts.reset": ("重置口令", "Reset passphrase"),
    "accounts.reset.did": ("重置了{volunteer}的口令", "reset the passphrase of {volunteer}"),
    "accounts.disable": ("停用账号", "Disable account"),
    "accounts.disable.did": ("停用了{volunteer}的账号", "disabled the account of {volunteer}"),
    "accounts.enable": ("恢复账号", "Enable account"),
    "accounts.enable.did": ("恢复了{volunteer}的账号", "enabled the account of {volunteer}"),
    "accounts.change_passphrase": ("修改我的口令", "Change my passphrase"),
    "accounts.change_passphrase.did": ("改了自己的口令", "changed the own passphrase"),
    "accounts.set_pin": ("设置我的数字码", "Set my PIN"),
    "accounts.set_pin.did": ("改了自己的数字码", "changed the own PIN"),
    "accounts.add_board": ("建看板账号", "Make wall-board account"),
    "accounts.add_board.did": ("建了看板账号 {board}", "made the wall-board account {board}"),
    "accounts.remove_board": ("删除看板账号", "Remove wall-board account"),
    "accounts.remove_board.did": (
        "删除了看板账号 {board}",
        "removed the wall-board account {board}",
    ),
    "accounts.log_in": ("登录", "Log in"),
    "accounts.log_in.did": ("用{way}登录", "logged in by {way}"),
    "accounts.unlock": ("解锁", "Unlock"),
    "accounts.unlock.did": ("试错之后解了锁", "unlocked after failed tries"),
    "accounts.failed": ("登录失败", "Failed log-in"),
    "accounts.failed.did": (
        "以{volunteer}{board}的名义失败（{way}）",
        "failed as {volunteer}{board} ({way})",
    ),
    "accounts.told": (
        "{volunteer}（登录名 {handle}）的一次性口令：\n\n    {text}\n\n请当面告诉本人；关掉这个窗口后谁也看不到了。第一次登录时必须改。",
        "One-time passphrase of {volunteer} (log-in name {handle}):\n\n    {text}\n\nTell it in person; once this window is closed nobody can see it. It must be changed at the first log-in.",
    ),
    "accounts.told_board": (
        "看板 {volunteer} 的口令：\n\n    {text}\n\n请记下来；关掉这个窗口后谁也看不到了。",
        "Passphrase of the wall board {volunteer}:\n\n    {text}\n\nNote it down; once this window is closed nobody can see it.",
    ),
    # ── fields ──
    "field.passphrase": ("口令", "Passphrase"),
    "field.old_passphrase": ("现在的口令", "Present passphrase"),
    "field.new_passphrase": ("新口令", "New passphrase"),
    "field.passphrase_again": ("再输一次", "Once more"),
    "field.pin": ("数字码", "PIN"),
    "field.board_name": ("看板名称", "Name of the board"),
    "field.account": ("账号", "Account"),
    "field.account_pin": ("有数字码", "Has a PIN"),
    "field.account_failures": ("连续试错", "Failures in a row"),
    "field.made_at": ("建于", "Made at"),
    "hint.passphrase": ("至少8个字，自己记得住", "at least 8 characters that you remember"),
    "hint.pin": ("4-6位数字，解锁用，可不填", "4-6 digits, to unlock; may stay empty"),
    # ── refusals ──
    "refuse.input.passphrase_short": ("口令至少8个字", "A passphrase has at least 8 characters"),
    "refuse.input.passphrase_easy": (
        "这个口令太好猜，请换一个",
        "That passphrase is too easy to guess; choose another one",
    ),
    "refuse.input.passphrase_differs": ("两次不一样，请再输", "The two differ; type it again"),
    "refuse.input.pin_form": ("数字码是4-6位数字", "A PIN has 4 to 6 digits"),
    "refuse.input.pin_easy": (
        "这个数字码太好猜，请换一个",
        "That PIN is too easy to guess; choose another one",
    ),
    "refuse.accounts.wrong": (
        "不对。{seconds}秒后可以再试",
        "That is not right. Try again in {seconds} s",
    ),
    "refuse.accounts.wrong.again": ("不对，请再输一次", "That is not right; type it again"),
    "refuse.accounts.wait": (
        "刚才试错太多次，{seconds}秒后可以再试",
        "Too many tries just now; try again in {seconds} s",
    ),
    "refuse.accounts.none": (
        "{volunteer}还没有账号；请书记在“人员”里建一个",
        "{volunteer} has no account yet; the secretary makes one among the people",
    ),
    "refuse.accounts.disabled": (
        "{volunteer}的账号已停用；有疑问请找书记",
        "The account of {volunteer} is disabled; ask the secretary",
    ),
    "refuse.accounts.enabled": (
        "{volunteer}的账号没有停用",
        "The account of {volunteer} is not disabled",
    ),
    "refuse.accounts.exists": ("{volunteer}已经有账号", "{volunteer} has an account already"),
    "refuse.accounts.no_pin": ("没有设数字码，请用口令", "No PIN is set; use the passphrase"),
    "refuse.accounts.pin_spent": (
        "数字码试错太多次，请用口令",
        "The PIN was tried in vain too often; use the passphrase",
    ),
    "refuse.accounts.begun": (
        "支部已经有账号了；请书记给您建一个",
        "The branch has accounts already; the secretary makes yours",
    ),
    "refuse.accounts.own_first": (
        "请先设自己的口令：设置（g ,）里的“我的口令”",
        "Set your own passphrase first: settings (g ,), “my passphrase”",
    ),
    "refuse.accounts.own_reset": (
        "自己的口令在设置（g ,）里改，要输现在的口令",
        "Your own passphrase is changed in the settings (g ,), with the present one",
    ),
    "refuse.accounts.same": ("新口令和原来的一样", "The new passphrase is the old one"),
    "refuse.accounts.last": (
        "{volunteer}是最后一位能登录的书记；请先给接任的书记建账号",
        "{volunteer} is the last secretary who can log in; make an account for the next one first",
    ),
    "refuse.undo.secret": (
        "口令和数字码不留底，所以这一步不能撤销；可以重置",
        "Nothing is kept of passphrases and PINs, so this cannot be taken back; reset it instead",
    ),
    "refuse.accounts.no_lock": (
        "您没有账号，锁了就打不开；按 h 切到公共屏",
        "You have no account to unlock with; h shows the public screen",
    ),
    "refuse.public_screen": (
        "公共屏开着，不显示人也不办事；按 h 回来",
        "The public screen is on: nobody is shown and nothing is done; h takes you back",
    ),
    # ── windows ──
    "login.title": ("谁来登录？", "Who logs in?"),
    "login.prompt": ("姓名或首字母", "name or initials"),
    "login.out": (
        "您在这里不再登录：账号停用了，或者现在起要登录。已记录的都在；请重新打开",
        "You are logged in no more: the account was disabled, or log-in is needed from now on. What was recorded is safe; open the desk again",
    ),
    "login.of": ("{name} 登录", "Log in: {name}"),
    "unlock.of": ("{name} 解锁", "Unlock: {name}"),
    "proof.passphrase": ("请输入口令", "Passphrase, please"),
    "proof.pin": ("请输入数字码", "PIN, please"),
    "proof.wait": ("不对。{seconds}秒后可以再试", "That is not right. Try again in {seconds} s"),
    "proof.again": ("可以再试了", "You may try again"),
    "proof.change": ("换成自己的口令", "A passphrase of your own"),
    "proof.change.lead": (
        "现在的口令别人也知道，请先换掉。",
        "Somebody else knows the present one: change it before anything else.",
    ),
    "foot.proof": ("enter 确定  esc 返回", "enter ok  esc back"),
    "foot.proof_pin": ("enter 确定  tab 改用口令  esc 返回", "enter ok  tab passphrase  esc back"),
    "say.once": ("只显示这一次", "Shown this once"),
    "public.on": (
        "公共屏：各处都不显示人。按 h 回来",
        "Public screen: nobody is shown anywhere. h takes you back",
    ),
    "public.empty": ("公共屏不显示", "not shown on the public screen"),
    "public.off": ("公共屏关了", "The public screen is off"),
    # ── alarms ──
    "alarm.accounts.none": (
        "还没有人设口令，谁打开都能操作；去设置（g ,）里设“我的口令”",
        "Nobody has set a passphrase: whoever opens the desk may act; settings (g ,), “my passphrase”",
    ),
    "alarm.accounts.tried": (
        "有人连续{n}次试{volunteer}的口令",
        "Somebody tried the passphrase of {volunteer} {n} times in a row",
    ),
}
