"""Every way a fault can come, each with somebody's data in its message, locals and parameters.

Run as a program by `test_faults_tell_nothing`: what it prints and what it logs is searched there.
"""

import asyncio
import atexit
import logging
import sys
import threading
import warnings
from pathlib import Path

import pydantic
import sqlalchemy as sa

from tui.quiet import keep_loop_quiet, keep_quiet

SECRET, PHONE = "闵青霜", "13971715117"


class Held:
    """Breaks when it is forgotten."""

    def __del__(self) -> None:
        fail()


class Draft(pydantic.BaseModel):
    """Takes numbers only."""

    number: int


def fail() -> None:
    name, phone = SECRET, PHONE
    raise RuntimeError(f"{name} {phone}")


def statement() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:name)"), {"name": SECRET})


def desks(folder: Path) -> None:
    """A desk that breaks at each of its doors; Textual is imported as late as in a start."""
    from textual import work
    from textual.app import ComposeResult
    from textual.screen import Screen

    import tui.app
    from tui.app import Quanan

    class Broken(Screen[None]):
        """Cannot be composed."""

        def compose(self) -> ComposeResult:
            fail()
            yield from ()

    class Desk(Quanan):
        """Breaks at one door."""

        CSS_PATH = Path(tui.app.__file__).with_name("app.tcss")
        door = ""

        def on_mount(self) -> None:
            keep_loop_quiet(self._log_folder)
            match self.door:
                case "handler":
                    fail()
                case "compose":
                    self.push_screen(Broken())
                case "worker":
                    self.breaking()
                case "thread worker":
                    self.breaking_thread()
                case "action":
                    self.call_later(self.run_action, "break_here")
                case "timer":
                    self.set_timer(0.01, fail)
                case "callback":
                    self.call_after_refresh(fail)

        async def action_break_here(self) -> None:
            fail()

        @work
        async def breaking(self) -> None:
            fail()

        @work(thread=True)
        def breaking_thread(self) -> None:
            statement()

    for door in ("handler", "compose", "worker", "thread worker", "action", "timer", "callback"):
        desk = Desk(fail, log_folder=folder)  # type: ignore[arg-type]
        desk.door = door
        desk.run(headless=True, size=(80, 24))


async def forgotten(folder: Path) -> None:
    keep_loop_quiet(folder)

    async def failing() -> None:
        statement()

    asyncio.ensure_future(failing())
    await asyncio.sleep(0.01)


def main(folder: Path) -> None:
    keep_quiet(lambda: folder, lambda log: sys.stderr.write(f"ended: {log}\n"))
    threading.Thread(target=statement).start()
    held: Held | None = Held()
    del held
    warnings.warn(f"{SECRET} {PHONE}", stacklevel=1)
    try:
        Draft(number=SECRET)  # type: ignore[arg-type]
    except pydantic.ValidationError:
        logging.getLogger("somewhere").exception("%s", SECRET)
    logging.getLogger("sqlalchemy.pool").error("%s of %s", PHONE, SECRET)
    asyncio.run(forgotten(folder))
    desks(folder)
    atexit.register(fail)
    fail()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
