"""The least a Textual program with a database can be: one table class, one query, one list."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Data(App[None]):
    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        from sqlmodel import Field, Session, SQLModel, create_engine, select

        class Note(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            text: str

        engine = create_engine(f"sqlite:///{sys.argv[1]}")
        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            if session.exec(select(Note)).first() is None:
                session.add_all([Note(text=f"ROW {number}") for number in range(20)])
                session.commit()
            table = self.query_one(DataTable)
            table.add_column("text")
            for note in session.exec(select(Note)):
                table.add_row(note.text)


Data().run()
