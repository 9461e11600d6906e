"""What is said where a branch lies on a server: connections that break, and who may come in."""

MESSAGES: dict[str, tuple[str, str]] = {
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
}
