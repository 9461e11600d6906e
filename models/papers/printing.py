"""Drawing a paper up, writing it as a page or a spreadsheet, and keeping that it was written."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field
from sqlmodel import select

from models.branch import branch
from models.branch.reads import ruled
from models.exports import stamp
from models.exports.eye import Eye, eye_of
from models.exports.files import checked, hand_out, in_documents
from models.papers.page import Printed, page
from models.papers.paper import Block, Column, Paper, Scope
from models.papers.tables import AnyPaper, PaperKind, PrintedSheet, PublicPaper
from models.rules.codes import new_code
from models.rules.refusal import Refusal
from models.rules.retention import RetentionRules
from models.rules.text import clean
from models.sheets import SheetOut, put, told, write_book
from models.store.drafts import Draft, Hidden, Text
from models.store.engine import Actor, Reading, Store, Writing
from models.store.register import DESK, change, lookup
from models.words import Key, Words

PAGE, BOOK = ".html", ".xlsx"
_DAYS = 7
"""Days a code brings its jobs up where the rule set of retention does not say."""
_AREAS: Mapping[AnyPaper, str] = MappingProxyType(
    {
        PaperKind.duty_table: "shifts",
        PaperKind.visit_sheet: "care",
        PaperKind.door_walk: "homes",
        PaperKind.job_sheet: "requests",
        PaperKind.stock_count: "stock",
        PaperKind.pick_list: "group_buys",
        PaperKind.labels: "group_buys",
        PaperKind.booklet: "rounds",
        PublicPaper.residents_notice: "notice",
    }
)
_Draws = Callable[[Reading, Eye, Words, Scope], Paper]


class Purpose(Draft):
    """What a paper with names on it is for."""

    purpose: Text = Field(min_length=1, title="field.purpose", description="hint.paper_purpose")


class SheetDraft(Draft):
    """One block, or one slip of it, with jobs as it was printed."""

    code: Text
    volunteer_id: int | None = None
    building: int | None = None
    records: tuple[Text, ...]


class PrintDraft(Draft):
    """What is kept of a paper that was written."""

    paper: Annotated[AnyPaper, Hidden()]
    count: Annotated[int, Hidden()]
    file: Annotated[Text, Hidden()]
    purpose: Annotated[Text, Hidden()] = ""
    sheets: Annotated[tuple[SheetDraft, ...], Hidden()] = ()


# A file is no row of its own: what it hands back is what was written down of it.
@change("papers.print", draft=PrintDraft, roles=DESK, undo="never")  # type: ignore[type-var]
def keep(session: Writing, draft: PrintDraft) -> PrintDraft:
    """Keeps that a paper was written, what for, and the jobs that its codes bring up."""
    until = _valid_until(session)
    for sheet in draft.sheets:
        assert isinstance(draft.paper, PaperKind), "a paper for everybody lists nobody"
        session.add(
            PrintedSheet(
                code=sheet.code,
                kind=draft.paper,
                volunteer_id=sheet.volunteer_id,
                building=sheet.building,
                records=list(sheet.records),
                printed_at=session.now,
                printed_by=session.actor.name,
                valid_until=until,
            )
        )
    session.witness(
        paper=draft.paper,
        n=draft.count,
        file=draft.file,
        purpose=draft.purpose or Key("export.masked"),
    )
    return draft


def print_paper(
    store: Store,
    actor: Actor,
    paper: str,
    path: Path,
    words: Words,
    scope: Scope | None = None,
    purpose: str | None = None,
    *,
    overwrite: bool = False,
) -> Path:
    """Writes a paper as a page for a browser (.html) or as a spreadsheet (.xlsx).

    Args:
        purpose: for whom and what for; only then with full names and what ails people, as far as
            the role may see them.

    Raises:
        Refusal: when there is no such paper or nothing to print, the role may not, or the file
            cannot be written.
    """
    kind = next((one for one in _AREAS if one == paper), None)
    if kind is None:
        raise Refusal("refuse.papers.kind", paper=paper)
    # What names nobody needs no purpose.
    why = "" if isinstance(kind, PublicPaper) else clean(purpose or "")
    lookup("papers.print").check_role(actor.role)
    place = checked(path, (PAGE, BOOK), "refuse.papers.ending", overwrite)
    with store.reading(actor) as session:
        printed, sheets = _draw_up(session, kind, words, scope or Scope(), why)
    draft = PrintDraft(
        paper=kind, count=printed.paper.count, file=place.name, purpose=why, sheets=sheets
    )

    def write(scratch: Path) -> None:
        if place.suffix.casefold() == PAGE:
            put(scratch, page(printed, words).encode())
        else:
            write_book(scratch, _book(printed, words))

    hand_out(store, actor, place, write, "papers.print", draft, why)
    return place


def print_here(
    store: Store,
    actor: Actor,
    paper: str,
    words: Words,
    scope: Scope,
    suffix: str = PAGE,
    purpose: str | None = None,
) -> Path:
    """Writes a paper into the user's own documents under a telling name."""
    place = in_documents(store, words, words(f"PaperKind.{paper}"), suffix)
    return print_paper(store, actor, paper, place, words, scope, purpose)


def _draw_up(
    session: Reading, kind: AnyPaper, words: Words, scope: Scope, purpose: str
) -> tuple[Printed, tuple[SheetDraft, ...]]:
    """The paper with its codes, and what each of the codes is to bring up."""
    module = import_module(f"models.papers.{_AREAS[kind]}")
    draws: _Draws = getattr(module, kind.value)
    made = draws(session, eye_of(session, bool(purpose)), words, scope)
    if not made.count:
        raise Refusal("refuse.papers.nothing", paper=kind)
    taken = set(session.exec(select(PrintedSheet.code)))
    blocks, codes, sheets = [], [], []
    for block in made.blocks:
        code = _free(taken) if block.records else ""
        slips = {records: _free(taken) for records in dict.fromkeys(block.slips) if records}
        blocks.append(_with_codes(block, slips))
        codes.append(code)
        listed = [(code, tuple(block.records))] if code else []
        sheets += [
            SheetDraft(
                code=one, volunteer_id=block.volunteer_id, building=block.building, records=records
            )
            for one, records in (*listed, *((slips[key], key) for key in slips))
        ]
    said = _stamp(session, words, made, purpose)
    drawn = replace(made, blocks=blocks)
    return Printed(drawn, tuple(codes), said, _valid_until(session)), tuple(sheets)


def _stamp(session: Reading, words: Words, made: Paper, purpose: str) -> str:
    """What every page says of itself; what hangs on a door says nobody's name."""
    if not made.public:
        return stamp(session, words, words.of(made.kind), made.count, purpose)
    found = branch(session)
    named = found.full_name if found else words("app.name")
    return words("residents_notice.stamp", branch=named, on=session.today.isoformat())


def _with_codes(block: Block, slips: Mapping[tuple[str, ...], str]) -> Block:
    if not block.slips:
        return block
    rows = [
        (*row, slips.get(records, "")) for row, records in zip(block.rows, block.slips, strict=True)
    ]
    return replace(block, columns=(*block.columns, Column("code", 24)), rows=rows)


def _free(taken: set[str]) -> str:
    """A code that no sheet bears, valid or not: an old paper must never bring up a new job."""
    while (code := new_code()) in taken:
        pass
    taken.add(code)
    return code


def _valid_until(session: Reading) -> dt.date:
    try:
        days = ruled(session, "retention", RetentionRules.from_data).days.get("paper_code", _DAYS)
    except Refusal:
        days = _DAYS  # a branch without rules yet prints all the same
    return session.today + dt.timedelta(days=days)


def _book(printed: Printed, words: Words) -> list[SheetOut]:
    return [
        SheetOut(
            block.title,
            [words(f"paper.col.{column.name}") for column in block.columns],
            told(block.rows, words),
            note="  ".join(filter(None, (printed.stamp, printed.how(code, words)))),
        )
        for block, code in zip(printed.paper.blocks, printed.codes, strict=True)
    ]
