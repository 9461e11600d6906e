"""The rows of the table, in the order they are measured and printed."""

from __future__ import annotations

from benchmarks import chain, crowd, data, keys, live, rest, start
from benchmarks.row import AtMost, Row, Times

ROWS = (
    Row("first-frame", "start → first frame", Times(1.35), start.first_frame),
    Row("live-data", "start → live data in all four panels", Times(1.5), start.live_data),
    Row("keys", "key → painted, in a list", Times(1.5), keys.quiet),
    Row("keys-busy", "the same while another commits 5/s", Times(2.5), keys.while_another_commits),
    Row("live", "commit in one → painted in another", AtMost(120), live.commit_to_paint),
    Row("idle", "idle, dashboard on show", AtMost(1.0), rest.idle),
    Row("memory", "memory", Times(1.6), rest.memory),
    Row("history", "panel reads, 100× the history", Times(1.2), data.history),
    Row("find", "find over 13,000 residents, a keystroke", AtMost(30), data.find),
    Row("roster", "roster import, 1,300 rows", AtMost(3000), data.roster),
    Row("chain", "a chain of 1,000 answers is read", AtMost(700), chain.chain),
    Row("crowd-file", "commit → painted in 25 terminals, one file", AtMost(250), crowd.on_a_file),
    Row("crowd-server", "the same on PostgreSQL", AtMost(250), crowd.on_a_server),
)
