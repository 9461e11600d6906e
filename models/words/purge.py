"""The words of the end: what waits, what goes, what stays, and the certificate of it."""

MESSAGES: dict[str, tuple[str, str]] = {
    "purge.dissolve": ("解散支部，销毁个人信息", "Dissolve the branch and delete personal data"),
    "purge.dissolve.did": (
        "解散了支部，个人信息已销毁",
        "dissolved the branch; personal data are deleted",
    ),
    # ── what waits ──
    "purge.waits.phase": (
        "支部还没有关闭：先在战役（g w）里写“关闭”阶段",
        "The branch is not closed yet: write the phase “closed” in the campaign room (g x)",
    ),
    "purge.waits.requests": ("还有 {n} 件诉求未办结", "{n:request is|requests are} still open"),
    "purge.waits.isolation": ("还有 {n} 人在隔离", "{n:person is|people are} still set apart"),
    "purge.waits.rounds": ("还有 {n} 轮没有关闭", "{n:round is|rounds are} not closed"),
    "purge.waits.buys": ("还有 {n} 个团购没有了结", "{n:group buy is|group buys are} not settled"),
    "purge.waits.money": ("还有 {n} 笔垫款没有归还", "{n:advance is|advances are} not repaid"),
    "purge.waits.refunds": (
        "还有 {n} 份团购的钱没有结清",
        "The money of {n:order|orders} of group buys is not settled",
    ),
    "purge.waits.named": (
        "{note} 的里程碑写到了具体的人、电话或门牌；总结会保留它，请先改写",
        "The milestone of {note} names a person, a number or a door; the report keeps it, so "
        "reword it first",
    ),
    # ── the command ──
    "cli.purge": (
        "解散支部：先看会销毁什么，再由两人确认销毁",
        "dissolve the branch: shows what would be deleted; two people confirm it",
    ),
    "cli.purge.example": (
        "例：quanan purge（只看，什么都不动）\n"
        "    quanan --as 书记姓名 purge --for-good --with 网格长姓名 --keep ~/总结",
        "examples: quanan purge (only shows; nothing is changed)\n"
        "          quanan --as SECRETARY purge --for-good --with LEADER --keep ~/report",
    ),
    "cli.purge.dry_run": ("只看（默认）", "only show (the default)"),
    "cli.purge.for_good": (
        "真的销毁；不能撤销",
        "really delete; it cannot be undone",
    ),
    "cli.purge.with": ("第二位确认的人", "the second person who confirms"),
    "cli.purge.keep": (
        "总结和销毁证明放到哪个目录",
        "the folder for the work report and the certificate",
    ),
    "cli.purge.goes": ("会销毁：", "Would be deleted:"),
    "cli.purge.rows": (
        "合计 {n} 行，{tables} 张表",
        "{n:row|rows} in {tables:table|tables} altogether",
    ),
    "cli.purge.backups": ("备份 {n} 份", "{n:backup|backups}"),
    "cli.purge.exports": (
        "导出和打印的名单 {n} 份",
        "{n:exported or printed list|exported or printed lists}",
    ),
    "cli.purge.fault_logs": ("故障记录 {n} 份", "{n:fault log|fault logs}"),
    "cli.purge.elsewhere": (
        "另有 {n} 份名单写到了别处，请自己找到并删除：{files}",
        "{n:list was|lists were} written elsewhere; find and delete them yourself: {files}",
    ),
    "cli.purge.stays": (
        "会留下：支部名称和阶段，日志的链（不含内容），以及总结里的数字：",
        "Would stay: the branch's name and phases, the chain of the journal without contents, and "
        "the numbers of the work report:",
    ),
    "cli.purge.waits": ("还不能解散：", "The branch cannot be dissolved yet:"),
    "cli.purge.how": (
        "销毁不能撤销。由书记和另一位网格长（或书记）确认：\n"
        "quanan --as 书记姓名 purge --for-good --with 网格长姓名 --keep 目录",
        "Deleting cannot be undone. The secretary and another leader confirm it:\n"
        "quanan --as SECRETARY purge --for-good --with LEADER --keep FOLDER",
    ),
    "cli.purge.confirm": (
        "{name}（{role}），确认销毁请输入支部全名“{branch}”：",
        "{name} ({role}), to confirm type the branch's whole name, {branch}: ",
    ),
    "cli.purge.passphrase": ("{name} 的口令：", "Passphrase of {name}: "),
    "cli.purge.report": ("总结已写到 {path}", "The work report was written to {path}"),
    "cli.purge.emptied": ("数据库已清空：{n} 行", "The database was emptied: {n:row|rows}"),
    "cli.purge.swept": (
        "已删除：备份 {backups} 份，名单 {exports} 份，故障记录 {fault_logs} 份；数据库已压实，日志文件已清空",
        "Deleted: {backups:backup|backups}, {exports:list|lists}, {fault_logs:fault log|fault logs}; "
        "the database was compacted and its log emptied",
    ),
    "cli.purge.clean": (
        "已在剩下的 {files} 份文件里逐字节查找 {n} 个姓名、电话和门牌，没有找到",
        "Looked for {n:name, number or door|names, numbers and doors} in every byte of the "
        "{files:file|files} that are left, and found none",
    ),
    "cli.purge.trace": (
        "! {path} 里还有 {n} 处，请自己删除",
        "! {path} still holds {n}; delete it yourself",
    ),
    "cli.purge.certificate": ("销毁证明：{path}", "Certificate: {path}"),
    "cli.purge.going_on": (
        "支部已在 {at} 解散；接着做完剩下的清理",
        "The branch was dissolved on {at}; what is left to be deleted goes now",
    ),
    "cli.purge.no_folder": (
        "没有写销毁证明：请用 --keep 指定总结所在的目录再运行一次",
        "No certificate was written: run it again with --keep and the folder of the report",
    ),
    # ── refusals ──
    "refuse.purge.waits": (
        "还有 {n} 件事没有了结，没有销毁任何东西",
        "{n:matter is|matters are} not finished; nothing was deleted",
    ),
    "refuse.purge.two": (
        "要写 --with 第二人 和 --keep 目录；没有销毁任何东西",
        "Name the second person with --with and a folder with --keep; nothing was deleted",
    ),
    "refuse.purge.same": (
        "两位确认的人必须不同；没有销毁任何东西",
        "Two different people must confirm; nothing was deleted",
    ),
    "refuse.purge.second": (
        "第二位要是书记或网格长；没有销毁任何东西",
        "The second must be a secretary or a grid leader; nothing was deleted",
    ),
    "refuse.purge.must_change": (
        "{name} 还没有改掉别人给的口令，不能确认；没有销毁任何东西",
        "{name} still has the passphrase that somebody else gave and cannot confirm with it; "
        "nothing was deleted",
    ),
    "refuse.purge.typed": (
        "输入的不是支部全名；没有销毁任何东西",
        "That is not the branch's whole name; nothing was deleted",
    ),
    "refuse.purge.moved": (
        "写总结之后有人又登记了内容；没有销毁任何东西，请再运行一次",
        "Somebody recorded something after the report was written; nothing was deleted. Run it "
        "again",
    ),
    "refuse.purge.folder": (
        "目录 {path} 写不进去（{said}）；请换一个目录再运行一次",
        "The folder {path} cannot be written to ({said}); run it again with another folder",
    ),
    "refuse.purge.inside": (
        "{path} 里的备份会被删除，请把总结放到别的目录；没有销毁任何东西",
        "What lies in {path} is deleted; put the report into another folder. Nothing was deleted",
    ),
    "refuse.purge.left": (
        "有 {n} 份文件删不掉：{files}；请检查权限，再运行一次 quanan purge",
        "{n:file|files} could not be deleted: {files}. Check the permissions and run quanan purge "
        "again",
    ),
    "refuse.purge.no_certificate": (
        "{path} 不是销毁证明",
        "{path} is no deletion certificate",
    ),
    "refuse.purge.ended": (
        "支部已在 {at} 解散，个人信息已销毁；总结和销毁证明在当时指定的目录里",
        "The branch was dissolved on {at} and its personal data deleted; the report and the "
        "certificate lie in the folder that was named then",
    ),
    "purge.ended": (
        "支部刚刚解散，个人信息已销毁；这个终端到此结束，没有要做的事了。",
        "The branch was dissolved just now and its personal data deleted; this terminal ends here, "
        "and there is nothing left to do.",
    ),
    # ── the certificate ──
    "certificate.title": ("个人信息销毁证明", "Certificate of deletion of personal data"),
    "certificate.branch": ("支部：{branch}", "Branch: {branch}"),
    "certificate.on": ("销毁时间：{at}", "Deleted on: {at}"),
    "certificate.by": (
        "确认：{first}、{second}，两人分别确认",
        "Confirmed by two people, each for himself or herself: {first}, {second}",
    ),
    "certificate.deleted": ("已销毁：", "Deleted:"),
    "certificate.rows": (
        "合计 {n} 行，{tables} 张表",
        "{n:row|rows} in {tables:table|tables} altogether",
    ),
    "certificate.journal": (
        "日志：{acts} 步操作的内容，共 {n} 处；只留下不含内容的链",
        "Journal: what {acts:act|acts} said and held, {n} in all; only the chain without contents "
        "is kept",
    ),
    "certificate.backups": ("备份：{n} 份", "Backups: {n}"),
    "certificate.exports": ("导出和打印的名单：{n} 份", "Exported and printed lists: {n}"),
    "certificate.fault_logs": ("故障记录：{n} 份", "Fault logs: {n}"),
    "certificate.log": (
        "数据库的空闲页和日志文件已清空",
        "The free pages of the database and its log were emptied",
    ),
    "certificate.kept": ("留下的（不含个人信息）：", "Kept, without personal data:"),
    "certificate.report": (
        "{first} 至 {last} 的工作总结",
        "The work report from {first} to {last}",
    ),
    "certificate.chain": ("日志链的末端：{head}", "End of the journal's chain: {head}"),
    "certificate.digest": (
        "以上内容的摘要（sha256）：{sha}",
        "Digest of all of this (sha256): {sha}",
    ),
    "certificate.check": (
        "核对：quanan verify {file}",
        "To check: quanan verify {file}",
    ),
    "certificate.signed": ("签字（{role}）：____________", "Signature ({role}): ____________"),
    "certificate.sound": (
        "证明和旁边的文件都与当时一致",
        "The certificate and the files beside it are as they were written",
    ),
    "certificate.fault.summary": ("{file}：内容被改过", "{file}: was altered"),
    "certificate.fault.file": ("{file}：与证明里的摘要不符", "{file}: does not match its digest"),
    "certificate.fault.missing": ("{file}：不在证明旁边", "{file}: is not beside the certificate"),
}
