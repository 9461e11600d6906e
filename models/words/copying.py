"""What is said when a branch is carried from one database into another."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.copy": (
        "把整个支部搬到另一个空数据库（文件与服务器之间）",
        "carry the branch into another, empty database (a file, or a server)",
    ),
    "cli.copy.example": (
        "例：quanan copy quanan.db postgresql+psycopg://quanan@zhongxin/quanan",
        "example: quanan copy quanan.db postgresql+psycopg://quanan@centre/quanan",
    ),
    "cli.copy.source": ("从哪个数据库：文件或地址", "from which database: a file or an address"),
    "cli.copy.target": (
        "到哪个数据库：必须是空的",
        "into which database: there must be nothing in it",
    ),
    "cli.arg.from": ("从", "FROM"),
    "cli.arg.to": ("到", "TO"),
    "cli.copying": ("正在搬", "Copying"),
    "cli.copied": (
        "已搬到 {path}：{tables}张表，{rows}行，逐行核对一致",
        "Copied to {path}: {tables} tables, {rows} rows, each compared",
    ),
    "cli.copied.sound": (
        "日志链完整（{acts}步，{entries}条），台账相符",
        "The journal's chain is whole ({acts} acts, {entries} entries); the ledgers add up",
    ),
    "cli.copied.next": (
        "{path} 没有改动。以后请用新的，原来的收好，不要再写。",
        "{path} is as it was. Use the new one from now on; keep the old one and write to it no more.",
    ),
    "refuse.copy.nothing": (
        "{path} 里没有支部的数据，没有可搬的。请检查地址。",
        "There is no branch in {path}, so nothing was copied. Check the address.",
    ),
    "refuse.copy.older": (
        "{path} 的版本和本程序不同，没有搬。请先用本程序打开一次（quanan --database … verify），再搬。",
        "{path} is of another version than this program, so nothing was copied. Open it once with this program (quanan --database … verify), then copy.",
    ),
    "refuse.copy.not_empty": (
        "{path} 里已经有内容，没有搬，也没有改动。请给一个空的数据库。",
        "There is something in {path} already; nothing was copied or changed. Name an empty database.",
    ),
    "refuse.copy.differs": (
        "搬到 {path} 的表 {table} 核对不一致，已全部撤回。请再试一次；还这样就报告问题。",
        "What arrived in {path} differs in the table {table}; all of it was taken back. Try again, and report it if it happens twice.",
    ),
    "refuse.copy.unsound": (
        "已逐行照搬，但 {path} 本身的日志或台账就有问题。请对它运行 quanan verify。",
        "Every row was copied, but the journal or the ledgers of {path} itself are at fault. Run quanan verify on it.",
    ),
}
