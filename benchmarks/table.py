"""The rows of the table, in the order they are measured and printed."""

from __future__ import annotations

from benchmarks import keys, live, rest, start
from benchmarks.row import AtMost, Row, Times

ROWS = (
    Row("first-frame", "start → first frame", Times(1.35), start.first_frame),
    Row("live-data", "start → live data in all four panels", Times(1.5), start.live_data),
    Row("keys", "key → painted, in a list", Times(1.5), keys.quiet),
    Row("keys-busy", "the same while another commits 5/s", Times(2.5), keys.while_another_commits),
    Row("live", "commit in one → painted in another", AtMost(120), live.commit_to_paint),
    Row("idle", "idle, dashboard on show", AtMost(1.0), rest.idle),
    Row("memory", "memory", Times(1.6), rest.memory),
)
