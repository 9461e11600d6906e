"""Every record opened, its verbs, its edit form, its timeline, and what a clash of edits tells."""

import pytest
from sqlmodel import select

from models.acts import timeline
from models.rules.refusal import Refusal
from models.store import Store
from models.store.drafts import Edit
from models.store.register import (
    kinds,
    lookup,
    opened_sheet,
    opened_values,
    perform,
    verb_lines,
)
from tests.models.known_persons import actors
from tests.models.seen.standing import Leaks

MOST = 8
"""Rows of a kind that are opened: two for each of the four people."""


@pytest.fixture(scope="module")
def rows(known: Store) -> dict[str, list[int]]:
    """The first records of each kind."""
    with known.reading(actors()["secretary"]) as session:
        return {
            name: list(session.exec(select(kind.table.id).order_by(kind.table.id).limit(MOST)))
            for name, kind in kinds().items()
        }


@pytest.mark.parametrize("role", list(actors()))
def test_a_record_opened_shows_a_role_what_the_table_says(
    known: Store, rows: dict[str, list[int]], role: str
) -> None:
    leaks = Leaks()
    with known.reading(actors()[role]) as session:
        for name, kind in kinds().items():
            for row_id in rows[name]:
                for read in (opened_sheet, verb_lines, timeline, opened_values):
                    if read is opened_values and kind.edit is None:
                        continue
                    try:
                        told = read(session, name, row_id)
                    except Refusal as refusal:
                        told = refusal
                    leaks.look(role, name, told)
    assert not leaks.found, leaks.told()


@pytest.mark.parametrize("role", [role for role in actors() if role != "wallboard"])
def test_the_sentence_above_a_form_tells_a_role_what_the_table_says(
    known: Store, rows: dict[str, list[int]], role: str
) -> None:
    leaks, tried = Leaks(), set()
    with known.reading(actors()[role]) as session:
        for name, kind in kinds().items():
            for verb in kind.verbs:
                foretells = lookup(verb).foretells
                for row_id in rows[name] if foretells is not None else ():
                    tried.add(verb)
                    try:
                        told: object = foretells(session, [row_id])
                    except Refusal as refusal:
                        told = refusal
                    leaks.look(role, verb, told)
    assert tried and not leaks.found, leaks.told()


@pytest.mark.parametrize("role", list(actors()))
def test_a_clash_tells_nobody_what_the_form_would_not(
    known: Store, rows: dict[str, list[int]], role: str
) -> None:
    leaks, actor = Leaks(), actors()[role]
    for name, kind in kinds().items():
        if kind.edit is None:
            continue
        fields = [ask.name for ask in lookup(kind.edit).asks]
        for row_id in rows[name]:
            # As somebody would write it who has no form and knows only the names of fields.
            made_up = Edit(
                id=row_id,
                changed=dict.fromkeys(fields, "某"),
                opened=dict.fromkeys(fields, "某某"),
            )
            with pytest.raises(Refusal) as refused:
                perform(known, actor, kind.edit, made_up)
            leaks.look(role, f"{name} clash", vars(refused.value))
    assert not leaks.found, leaks.told()


def test_what_is_covered_is_seen_to_be_and_what_is_empty_stays_empty(known: Store) -> None:
    with known.reading(actors()["otherwise"]) as session:
        told = {one.label: one.value for one in opened_sheet(session, "requests.request", 6).fields}
        assert told["field.detail"] == told["field.request_note"] == "***"
        assert "field.outcome" not in told and "field.papers" not in told
        household = opened_sheet(session, "homes.household", 2).fields
        assert next(one for one in household if one.label == "field.note").value == "***"
