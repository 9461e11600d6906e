"""What is said of encrypted files. zh and en on one line."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.encrypt": (
        "加密数据库文件（书记；先备份）",
        "encrypt the database's file (the secretary; makes a backup first)",
    ),
    "cli.encrypt.example": ("例：quanan --as 陈立远 encrypt", "example: quanan --as CLY encrypt"),
    "cli.encrypt.key_file": (
        "另写一份密钥文件，供无人值守的命令使用",
        "also write a key file, for commands that run without a person",
    ),
    "cli.decrypt": (
        "取消数据库文件的加密（书记；先备份）",
        "take the encryption off the database's file (the secretary; makes a backup first)",
    ),
    "cli.decrypt.example": ("例：quanan --as 陈立远 decrypt", "example: quanan --as CLY decrypt"),
    "cli.keys.ask": (
        "数据库已加密。您的口令（或恢复码）：",
        "The database is encrypted. Your passphrase (or the recovery code): ",
    ),
    "cli.keys.encrypted": (
        "{path} 已加密。今后打开它要输入口令。",
        "{path} is encrypted. From now on a passphrase is asked to open it.",
    ),
    "cli.keys.code": (
        "恢复码只显示这一次。请抄在纸上，锁好；所有人都忘了口令时，只有它能打开：",
        "The recovery code is shown this once. Write it on paper and lock it away; when every passphrase is forgotten, only it opens the file:",
    ),
    "cli.keys.others": (
        "还有 {n} 个账号的口令打不开加密文件：{names}。请逐个执行 quanan user reset 姓名，把新口令交给本人。",
        "The passphrases of {n} other {n:account|accounts} do not open it yet: {names}. Run quanan user reset NAME for each and hand over the new passphrase.",
    ),
    "cli.keys.plain_copies": (
        "注意：{path} 里以前的备份没有加密。确认能打开加密文件后，请删除它们。",
        "Note: earlier backups in {path} are not encrypted. Delete them once you have seen that the encrypted file opens.",
    ),
    "cli.keys.file_written": (
        "密钥文件写在 {path}（只有您能读）。不要和数据库放在同一块盘上。",
        "The key file is {path}, readable by you only. Do not keep it on the disk of the database.",
    ),
    "cli.keys.decrypted": (
        "{path} 已取消加密；加密时的备份在 {copy}。",
        "{path} is no longer encrypted; a copy of it as it was is {copy}.",
    ),
    "cli.keys.written_down": ("抄好了请按回车。", "Press enter when it is written down."),
    "setup.sealing": ("要加密数据库文件吗？", "Encrypt the database's file?"),
    "setup.plain": ("不加密", "No"),
    "setup.plain.told": ("整块硬盘已加密时够用", "enough where the whole disk is encrypted"),
    "setup.seal": ("加密", "Yes"),
    "setup.seal.told": (
        "电脑丢了也读不出来；每次打开要口令",
        "a lost machine tells nothing; opening asks for the passphrase",
    ),
    "refuse.keys.wrong": (
        "这个口令或恢复码打不开数据库。请再试一次；忘了口令请书记重设。",
        "This passphrase or code does not open the database. Try again; if it is forgotten, ask the secretary to reset it.",
    ),
    "refuse.keys.sealed": (
        "{path} 是加密的数据库，密钥不对或没有给出。请用您的口令打开。",
        "{path} is an encrypted database, and its key is wrong or was not given. Open it with your passphrase.",
    ),
    "refuse.keys.unreadable": (
        "密钥环文件 {path} 读不出来。请从备份文件夹取回同名文件；数据没有变动。",
        "The ring of keys {path} cannot be read. Take the file of that name from the backup folder; no data was changed.",
    ),
    "refuse.keys.not_written": (
        "{path} 写不进去，所以什么都没有改变。请检查磁盘空间和权限。",
        "{path} cannot be written, so nothing was changed. Check the room on the disk and its permissions.",
    ),
    "refuse.keys.no_extra": (
        "这里没有装加密组件。请执行 pip install 'quanan[encrypted]'。",
        "The part that encrypts is not installed here. Run pip install 'quanan[encrypted]'.",
    ),
    "refuse.keys.file": (
        "密钥文件 {path} 不存在或内容不是密钥。",
        "The key file {path} is not there, or holds no key.",
    ),
    "refuse.keys.file_open": (
        "密钥文件 {path} 别人也能读。请执行 chmod 600 后再试。",
        "The key file {path} can be read by others. Run chmod 600 on it and try again.",
    ),
    "refuse.keys.unattended": (
        "数据库已加密，这里没有人输入口令。请在设置文件里用 key_file 指定密钥文件，或设 QUANAN_KEY_FILE。",
        "The database is encrypted and nobody is here to type a passphrase. Name a key file as key_file in the settings file, or in QUANAN_KEY_FILE.",
    ),
    "refuse.keys.already": ("{path} 已经加密了。", "{path} is encrypted already."),
    "refuse.keys.not_sealed": ("{path} 没有加密。", "{path} is not encrypted."),
    "refuse.keys.server": (
        "服务器上的数据库由服务器的磁盘加密；这个命令只用于文件。",
        "A database on a server is encrypted by the server's disk; this command is for a file.",
    ),
    "refuse.keys.no_accounts": (
        "还没有账号，所以没有口令可以保管密钥。请先在设置（g ,）里为自己设口令。",
        "Nobody has an account yet, so there is no passphrase to keep the key with. Set your own in the settings (g ,) first.",
    ),
    "refuse.keys.in_use": (
        "{path} 还有别的终端开着。请先都退出，再执行；什么都没有改变。",
        "{path} is open in another terminal. Have everybody leave it, then run this again; nothing was changed.",
    ),
}
