"""The work report written to a file: journalled, whole or not at all."""

import json
from pathlib import Path
from typing import Annotated

from models.exports.files import checked, hand_out, in_documents
from models.reports.report import Report, report
from models.reports.telling import report_text
from models.rules.text import clean_lines
from models.sheets import put
from models.store.drafts import Draft, Hidden, Text
from models.store.engine import Actor, Store, Writing
from models.store.register import GRID, change, lookup
from models.words import Words

FORMATS = {"text": ".txt", "docx": ".docx", "json": ".json"}
"""What the report is written as, and the ending of its file."""


class ReportDraft(Draft):
    """What the journal keeps of a report that was written."""

    file: Annotated[Text, Hidden()]


# A file makes no row: what it hands back is what was written down of it.
@change("reports.write", draft=ReportDraft, roles=GRID, undo="never")  # type: ignore[type-var]
def write(session: Writing, draft: ReportDraft) -> ReportDraft:
    """Keeps in the journal that the report was written."""
    session.witness(file=draft.file)
    return draft


def write_report(
    store: Store, actor: Actor, path: Path, words: Words, form: str, *, overwrite: bool = False
) -> Path:
    """Writes the report as one of `FORMATS`.

    Raises:
        Refusal: when the role may not, there is no branch, or the file cannot be written.
    """
    lookup("reports.write").check_role(actor.role)
    place = checked(path, (FORMATS[form],), "refuse.reports.ending", overwrite)
    with store.reading(actor) as session:
        found = report(session)
        now = session.clock.local(session.now)
        said = words("report.stamp", who=actor.name, at=f"{now:%Y-%m-%d %H:%M}")
    made = _made(found, words, form, said)
    draft = ReportDraft(file=place.name)
    hand_out(store, actor, place, lambda to: put(to, made), "reports.write", draft, "")
    return place


def write_here(store: Store, actor: Actor, words: Words, form: str) -> Path:
    """Writes the report into the user's own documents under a telling name."""
    place = in_documents(store, words, words("reports.file"), FORMATS[form])
    return write_report(store, actor, place, words, form)


def _made(found: Report, words: Words, form: str, said: str) -> bytes:
    if form == "docx":
        from models.reports.document import document

        return document(found, words, said)
    if form == "json":
        return f"{json.dumps(found.to_json(), ensure_ascii=False, indent=2)}\n".encode()
    lines = clean_lines(report_text(found, words))
    return "".join(f"{line}\n" for line in lines).encode()
