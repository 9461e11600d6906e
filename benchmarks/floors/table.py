"""A bare table with a cursor, a header and a footer: what a key costs before we do anything."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("编号", "门牌", "姓名", "事项", "状态", "负责")
        for number in range(int(sys.argv[1])):
            table.add_row(f"ROW {number}", "3-2-401", "王小明", "二甲双胍", "待处理", "李秋艳")
        table.focus()


Bare().run()
