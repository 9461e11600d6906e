"""Text that means harm, at every way in: no field of any draft lets through what steers a terminal.

The fields are found in the register, so a draft that is added tomorrow is tried as well.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import models
from models.imports import Ledger, PlanDraft, apply, preview
from models.rules.text import clean
from models.sheets import open_sheet
from models.store import Actor, Store
from models.store.areas import whole
from models.store.drafts import Covered, Edit, Hidden, Text
from models.store.register import changes
from tests.models.rounds_branch import with_compound

HOSTILE = (
    "\x1b[2Jx",
    "\x1b]52;c;cHdu\x07x",
    "\x1b]8;;http://x\x1b\\x",
    "\x07x\x00\x08",
    "\x9b2Jx\x9d0;t\x9c",
    "\u202ex\u2066y\u2069",
    "x\u200by\ufeff\u2060",
    "x\ny\r\nz\u2028",
    "x\ud800\udfff",
)
HARMLESS = ("[red]x", "[@click=app.quit]x[/]", "{{7*7}}", "%s{name}", "<b>&x", "👨\u200d👩\u200d👧")
STEERS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def drafts() -> Iterator[type[BaseModel]]:
    for area in models.AREAS:
        whole(f"models.{area}")
    import_module("models.imports")
    # An edit's values go through the draft of its fields, which is tried; so do a plan's.
    seen: set[type[BaseModel]] = {Edit, PlanDraft}
    waiting = [one for c in changes().values() for one in (c.draft, c.fields) if one is not None]
    while waiting:
        draft = waiting.pop()
        if draft not in seen:
            seen.add(draft)
            yield draft
            waiting += [m for f in draft.model_fields.values() for m in inside(f.annotation)]


def inside(annotation: Any) -> list[type[BaseModel]]:
    """Drafts within a field of a draft."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for part in get_args(annotation) for one in inside(part)]


def holds_text(annotation: Any) -> bool:
    return annotation is str or any(holds_text(part) for part in get_args(annotation))


def fields() -> Iterator[tuple[str, TypeAdapter[Any], Any]]:
    for draft in drafts():
        for name, field in draft.model_fields.items():
            secret = any(isinstance(mark, Covered) for mark in field.metadata)
            # What the program works out for itself is no text from people.
            made = Hidden() in field.metadata and get_origin(field.annotation) is dict
            if holds_text(field.annotation) and not (secret or made):
                typed: Any = field.annotation
                if field.metadata:
                    typed = Annotated[(field.annotation, *field.metadata)]  # type: ignore[index]
                yield f"{draft.__name__}.{name}", TypeAdapter(typed), field.annotation


def wrapped(annotation: Any, text: str) -> list[Any]:
    """A text as a field of this shape takes it."""
    if get_origin(annotation) is dict:
        return [{text: 1}, {"x": text}]
    return [text, [text], (text,), frozenset({text})]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from texts(key)
            yield from texts(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from texts(one)


def split(name: str, text: str) -> list[str]:
    """The lines of the one field that keeps several; any other keeps one."""
    return text.split("\n") if name == "KeepChain.text" else [text]


def test_no_text_field_of_any_draft_lets_a_control_in() -> None:
    through, tried = set(), set()
    for name, adapter, annotation in fields():
        for text in HOSTILE:
            for given in wrapped(annotation, text):
                try:
                    taken = adapter.validate_python(given)
                except (ValidationError, ValueError):
                    continue
                tried.add(name)
                lines = [line for one in texts(taken) for line in split(name, one)]
                through |= {name for line in lines if STEERS.search(line)}
    assert len(tried) > 100
    assert sorted(through) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_command_stays_as_it_was_written(text: str) -> None:
    assert clean(text) == text and TypeAdapter(Text).validate_python(text) == text


def test_the_name_of_a_file_is_a_text_like_any_other(
    store: Store, tmp_path: Path, secretary: Actor
) -> None:
    with_compound(store)
    with store.reading(secretary) as session:
        from sqlmodel import select

        from models.homes import Household

        door = session.exec(select(Household.door)).first()
    for n, name in enumerate((b"\xff\xfe.csv", b"a\x1b]2;P\x07\n[red].csv", "‮gnp.csv".encode())):
        file = tmp_path / Path(name.decode("utf-8", "surrogateescape"))
        file.write_text(f"姓名,门牌地址\n新来{'一二三'[n]},{door}\n", encoding="utf-8")
        with store.reading(secretary) as session:
            plan = preview(session, Ledger.roster, open_sheet(file))
        assert apply(store, secretary, plan).act_id is not None
    with store.engine.connect() as connection:
        told = connection.exec_driver_sql(
            "SELECT params FROM act_value JOIN act ON act.id = act_id WHERE verb = 'imports.roster'"
        ).all()
    assert len(told) == 3 and not STEERS.search("".join(str(one[0]) for one in told))
