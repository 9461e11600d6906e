"""What the store says: why it could not keep something, and what to do about it."""

MESSAGES: dict[str, tuple[str, str]] = {
    "store.creating": ("正在建立数据库…", "Creating the database …"),
    "store.upgrading": (
        "正在升级数据库，升级前已自动备份…",
        "Upgrading the database; a backup is made first …",
    ),
    "journal.undo": ("撤销", "Undo"),
    "journal.erase": ("清除到期的记录内容", "Empty expired records"),
    "journal.erase.did": ("清除了 {acts} 步操作的内容", "emptied the contents of {acts:act|acts}"),
    "refuse.store.stale": (
        "这条记录刚被别人改过，请看一下最新内容再改。",
        "Somebody else changed this record just now. Look at it again, then repeat your change.",
    ),
    "store.waits": (
        "另一个程序正占着数据库，保存在排队；填好的内容都在，请稍等。",
        "Another program holds the database and this waits its turn; your entry is still here.",
    ),
    "refuse.store.busy": (
        "数据库被另一个程序占着，这次没有保存。填好的内容还在：请稍等，再保存一次。",
        "Another program holds the database and this was not saved. Your entry is still here: wait a moment, then save again.",
    ),
    "refuse.store.full": (
        "磁盘满了，这次没有保存。以前保存的都在，填好的内容也还在这里：腾出空间后再保存一次。",
        "The disk is full and this was not saved. Everything saved before is safe and your entry is still here: free some space, then save again.",
    ),
    "refuse.store.no_room": (
        "磁盘满了，打不开数据库 {path}。里面保存的都在：腾出空间后再打开。",
        "The disk is full, so the database {path} cannot be opened. Everything saved in it is safe: free some space, then open it again.",
    ),
    "refuse.store.readonly": (
        "数据库文件 {path} 只能读，这次没有保存。以前保存的都在：检查文件权限后再保存一次。",
        "The database file {path} is read-only and this was not saved. Everything saved before is safe: check its permissions, then save again.",
    ),
    "refuse.store.vanished": (
        "数据库文件 {name} 不见了，不再保存。请不要退出：先把它放回原处，放好后这里会自己接着用。",
        "The database file {name} is gone; nothing more is saved. Do not leave yet: put it back in its place and this desk goes on by itself.",
    ),
    "refuse.store.vanished.kept": (
        "数据库文件 {name} 不见了，不再保存。存过的全部内容已另存为旁边的 {copy}；放回原文件，或退出后用 quanan restore 取回。",
        "The database file {name} is gone; nothing more is saved. All that was saved is kept beside it in {copy}: put the file back, or leave and use quanan restore.",
    ),
    "refuse.store.replaced": (
        "{name} 被换成了另一个文件，不再保存。请抄下没存的内容，退出后再打开；打开的就是新文件。",
        "Another file was put in the place of {name}; nothing more is saved. Note what is unsaved, leave and open again: that opens the new file.",
    ),
    "refuse.store.replaced.kept": (
        "{name} 被换成了另一个文件，不再保存。原来的全部内容已另存为旁边的 {copy}；抄下没存的，退出后再打开。",
        "Another file was put in the place of {name}; nothing more is saved. All of the former one is kept beside it in {copy}. Note what is unsaved, leave and open again.",
    ),
    "refuse.store.log_alone": (
        "数据库文件 {name} 不见了，只剩下它的日志 {name}-wal，没有打开也没有改动。请把文件放回原处；要从备份取回，先把日志移到别处留着。",
        "The database file {name} is gone and only its log {name}-wal is left; nothing was opened or changed. Put the file back; to bring back a backup, move the log elsewhere first and keep it.",
    ),
    "refuse.store.other_log": (
        "{name} 旁边的日志 {name}-wal 属于另一个文件，没有打开也没有改动。请所有终端都退出，把 {name}-wal 和 {name}-shm 移到别处留着，再打开。",
        "The log {name}-wal beside {name} belongs to another file; nothing was opened or changed. Leave on every terminal, move {name}-wal and {name}-shm elsewhere, keep them, then open again.",
    ),
    "store.log_taken_over": (
        "{name} 是较旧的文件，旁边的日志里还有后来的 {acts} 步操作，都已接上。要回到旧的内容，请用 quanan restore。",
        "{name} is an older file; the log beside it held {acts:later act|later acts}, and they were taken over. To go back to older contents, use quanan restore.",
    ),
    "store.on_a_network": (
        "{name} 在网络文件系统（{kind}）上：两台机器同时打开会损坏它。请把它放到本机的盘上；多台机器共用请换 PostgreSQL。",
        "{name} lies on a network file system ({kind}): opened on two machines it would be damaged. Move it to a disk of this machine, or use PostgreSQL for several.",
    ),
    "refuse.store.emptied": (
        "数据库文件 {name} 是空的，却有它的备份：没有打开也没有改动。用 quanan restore 取回 {folder} 里最近的一份；确要从头开始，请先删掉这个空文件。",
        "The database file {name} is empty although there are copies of it; nothing was opened or changed. Bring back the latest of {folder} with quanan restore, or delete the empty file to begin anew.",
    ),
    "refuse.store.log_gone": (
        "数据库的日志 {name}-wal 被删除或换掉了，不再保存。存过的都在：请所有终端都退出，再重新打开。",
        "The log {name}-wal of the database was removed; nothing more is saved. What was saved is safe: leave on every terminal, then open again.",
    ),
    "refuse.store.log_gone.kept": (
        "数据库的日志 {name}-wal 被删除或换掉了，不再保存。存过的都在，也另存为旁边的 {copy}；请所有终端都退出再打开。",
        "The log {name}-wal of the database was removed; nothing more is saved. What was saved is kept beside it in {copy} too: leave on every terminal, then open again.",
    ),
    "refuse.store.cannot_open": (
        "打不开数据库 {path}。请检查路径和文件权限。",
        "The database {path} cannot be opened. Check the path and its permissions.",
    ),
    "refuse.store.not_ours": (
        "{path} 不是全安的数据库。请换一个文件，或用 --database 指定。",
        "{path} is not a quanan database. Choose another file, or name one with --database.",
    ),
    "refuse.store.damaged": (
        "数据库 {path} 损坏了，不再保存。备份都在：请用 quanan restore 取回最近的一份。",
        "The database {path} is damaged; nothing more is saved. The backups are safe: bring back the latest one with quanan restore.",
    ),
    "refuse.store.disk": (
        "读写 {path} 时磁盘出错，这次没有保存。填好的内容还在：请检查磁盘和剩余空间，再保存一次。",
        "The disk failed while working with {path} and this was not saved. Your entry is still here: check the disk and its free space, then save again.",
    ),
    "refuse.store.newer": (
        "数据库 {path} 由更新的版本写成。请先升级全安，再打开它。",
        "The database {path} was written by a newer edition. Upgrade quanan first, then open it.",
    ),
    "refuse.store.upgrade": (
        "数据库 {path} 升级失败，内容没有变动；表 {table} 里有指向不存在记录的内容。请把升级前的备份发给维护人员。",
        "Upgrading {path} failed and nothing was changed: table {table} refers to records that are not there. Send the backup made before it to whoever maintains this desk.",
    ),
    "refuse.store.url": (
        "不认识的数据库地址 {url}。请给一个文件路径，或 sqlite:///、postgresql+psycopg:// 开头的地址。",
        "The database address {url} is not understood. Give the path of a file, or an address that starts with sqlite:/// or postgresql+psycopg://.",
    ),
    "refuse.store.unreachable": (
        "连不上数据库服务器 {path}，没有保存。请检查网络，稍后再试；填好的内容还在。",
        "The database server {path} does not answer and nothing was saved. Check the network and try again; what you filled in is still here.",
    ),
    "refuse.store.unsure": (
        "保存时与数据库服务器 {path} 的连接断了，还不能确定存没存上。填好的内容还在；连上后再按一次保存，已存上的不会存两遍。",
        "The connection to the server {path} broke in the middle of saving, and whether it was kept cannot be said yet. What you filled in is still here; save again once the server is back, nothing is kept twice.",
    ),
    "refuse.store.was_kept": (
        "刚才断线时的“{verb}”其实已经存上了，没有再存一遍。请关掉这张表（esc）；要另记一条，再保存一次。",
        "The “{verb}” that broke off was kept after all, and was not kept twice. Close this form (esc); to record another one, save again.",
    ),
    "refuse.store.too_many": (
        "数据库服务器 {path} 的连接数满了，没有保存。请关掉几个终端后再试，或请管理员调大 max_connections。",
        "The server {path} takes no more connections and nothing was saved. Close some terminals and try again, or have max_connections raised.",
    ),
    "refuse.store.login": (
        "数据库服务器不接受这个用户名或密码：{path}。请检查地址里的用户和密码。",
        "The database server does not accept this name or password: {path}. Check both in the address.",
    ),
    "refuse.store.no_database": (
        "服务器上没有这个数据库：{path}。请管理员先建好：createdb --template=template0 --locale=C.UTF-8 名称。",
        "The server has no such database: {path}. Have it created first: createdb --template=template0 --locale=C.UTF-8 NAME.",
    ),
    "refuse.store.order": (
        "数据库 {path} 的排序规则不对，没有写入任何内容。请重新建：createdb --template=template0 --locale=C.UTF-8 {name}。",
        "The database {path} sorts text by another rule, and nothing was written to it. Create it anew: createdb --template=template0 --locale=C.UTF-8 {name}.",
    ),
    "refuse.store.forbidden": (
        "数据库用户没有权限：{path}。请管理员把这个数据库的全部权限给这个用户。",
        "This database user lacks the right to do that: {path}. Have the user made the owner of the database.",
    ),
    "refuse.store.no_tool": (
        "这台机器上没有 {tool}。请先安装 PostgreSQL 客户端工具（Debian：apt install postgresql-client）。",
        "This machine has no {tool}. Install PostgreSQL's client tools first (Debian: apt install postgresql-client).",
    ),
    "refuse.store.tool": (
        "{tool} 没有完成（{path}）：{said}。数据库内容没有变动。",
        "{tool} did not finish ({path}): {said}. Nothing was changed in the database.",
    ),
    "refuse.store.no_file": (
        "{path} 在服务器上，不是一个文件；这一步只能对文件做。",
        "{path} lies on a server and is no file; this can only be done with a file.",
    ),
    "refuse.store.no_backup": (
        "找不到备份文件 {path}。请检查路径。",
        "There is no backup at {path}. Check the path.",
    ),
    "refuse.undo.nothing": ("没有可以撤销的操作。", "There is nothing to take back."),
    "refuse.undo.done": ("这一步已由{who}撤销过了。", "This was already taken back by {who}."),
    "refuse.undo.later": (
        "不能撤销：{who}后来又对这些记录做了“{verb}”。请先撤销那一步。",
        "This cannot be taken back: {who} did “{verb}” to these records afterwards. Take that back first.",
    ),
    "refuse.undo.referred": (
        "不能撤销：{who}后来做的“{verb}”用到了这些记录。请先撤销那一步。",
        "This cannot be taken back: “{verb}”, done by {who} afterwards, refers to these records. Take that back first.",
    ),
    "refuse.undo.clash": (
        "不能撤销：后来有别的记录占用了原来的编号或名称。请先改掉那条记录。",
        "This cannot be taken back: another record has since taken the same number or name. Change that record first.",
    ),
    "refuse.undo.erased": (
        "不能撤销：这一步的内容已到期清除。",
        "This cannot be taken back: what it changed has been emptied, its time being over. Enter the old values by hand.",
    ),
    "refuse.undo.older": (
        "不能撤销：这一步记录的内容在现在的数据库里已不存在。请手工改回。",
        "This cannot be taken back: what it changed no longer exists in this database. Change it back by hand.",
    ),
    "warn.number.id_number": (
        "像是身份证号；这里不需要证件号码，请删去；确实要留，就再存一次",
        "This looks like an identity number, which is not needed here: take it out, or save again",
    ),
    "warn.number.phone": (
        "像是电话号码；记在人名下才会遮住；确实要留，就再存一次",
        "This looks like a telephone number; with its person it would be masked. Take it out, or save again",
    ),
    "warn.number.said": (
        "{field}里像是有{kind}，看得到备注的人都能看到；不需要就改掉",
        "{field} seems to hold {kind}, which all who read it will see; change it if it is not needed",
    ),
    "warn.number.many": (
        "{n} 处备注里像是有身份证号或电话号码，看得到备注的人都能看到",
        "{n:note seems|notes seem} to hold an identity or telephone number, seen by all who read them",
    ),
    "NumberKind.id_number": ("身份证号", "an identity number"),
    "NumberKind.phone": ("电话号码", "a telephone number"),
}
