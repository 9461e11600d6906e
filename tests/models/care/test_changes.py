"""Every change of the care list: who may, what it says, and that it is taken back whole."""

import pytest

from models import acts
from models.store.areas import whole
from models.store.register import Kind, lookup, lookup_kind, verb_lines
from models.words import Words, table
from tests.models.care.standing import CHANGES, WALL, refusal, run
from tests.models.care_branch import SETUP, Care

_MEDICINES = ("care.edit_medicine", "care.count_medicine", "care.stop_medicine")


def ready(care: Care, verb: str) -> int | None:
    """Makes a record that the verb fits, and gives its id."""
    if verb == "care.add_profile":
        return None
    pair = {} if verb == "care.pair" else {"volunteer_id": care.volunteer.id}
    profile = care.list(**pair)
    if verb in _MEDICINES:
        return care.medicine(profile)
    if verb == "care.raise_refills":
        care.medicine(profile, told_days=1)
        return None
    if verb == "care.resolve_escalation":
        care.do(care.secretary, "care.escalate", profile, reason="门内有声")
    if verb == "care.resume":
        care.do(care.secretary, "care.pause", profile)
    if verb == "care.reopen":
        care.do(care.secretary, "care.end", profile, reason="家人接走")
    return profile


def test_every_change_is_in_the_table() -> None:
    from models.store.register import changes

    whole("models.care")
    assert {verb for verb in changes() if verb.startswith("care.")} == set(CHANGES)


@pytest.mark.parametrize("verb", CHANGES)
def test_every_change_with_every_role(care: Care, verb: str) -> None:
    row_id = ready(care, verb)
    allowed = CHANGES[verb][1]
    names = ("secretary", "grid_leader", "shift_leader", "volunteer", "other")
    for name, actor in reversed(list(zip(names, care.actors, strict=True))):
        if name not in allowed:
            assert refusal(lambda who=actor: run(care, who, verb, row_id)).key
    refused = refusal(lambda: run(care, WALL, verb, row_id))
    assert refused.key == "refuse.role"
    run(care, getattr(care, sorted(allowed)[0]), verb, row_id)


@pytest.mark.parametrize("verb", CHANGES)
def test_every_change_says_what_it_did_in_both_languages(care: Care, verb: str) -> None:
    run(care, care.secretary, verb, ready(care, verb))
    with care.store.reading(care.secretary) as session:
        (line,) = acts.recent(session, 1)
    for lang in ("zh", "en"):
        said = Words(lang)(f"{line.verb}.did", **line.params)
        assert said and not said.startswith("care.") and "{" not in said
        assert "  " not in said.strip(), said
    assert line.verb == verb


def everything(care: Care) -> list[object]:
    """Every row of the area, and the requests it made."""
    import sqlalchemy as sa

    found: list[object] = []
    with care.store.reading(SETUP) as session:
        for name in ("care_profile", "care_contact", "medicine", "request"):
            rows = session.connection().execute(sa.text(f"SELECT * FROM {name} ORDER BY id"))
            found += [{k: v for k, v in row.items() if k != "version"} for row in rows.mappings()]
    return found


@pytest.mark.parametrize("verb", [verb for verb in CHANGES if verb != "care.reveal"])
def test_undo_returns_every_field_of_every_change(care: Care, verb: str) -> None:
    row_id = ready(care, verb)
    before = everything(care)
    run(care, care.secretary, verb, row_id)
    assert everything(care) != before
    care.undo(care.secretary)
    assert everything(care) == before


def test_a_volunteer_may_take_somebody_who_has_nobody_and_nobody_elses(care: Care) -> None:
    profile = care.list()
    wrong = refusal(
        lambda: care.do(care.volunteer, "care.pair", profile, volunteer_id=care.other.id)
    )
    assert wrong.key == "refuse.care.only_yourself"
    care.do(care.volunteer, "care.pair", profile, volunteer_id=care.volunteer.id)
    taken = refusal(lambda: care.do(care.other, "care.pair", profile, volunteer_id=care.other.id))
    assert taken.key == "refuse.care.paired"


def test_every_verb_of_the_menu_is_a_change_with_words(care: Care) -> None:
    medicine = care.medicine(care.list())
    for name, row_id in (("care.profile", 1), ("care.medicine", medicine)):
        kind: Kind = lookup_kind(name)
        with care.store.reading(care.secretary) as session:
            lines = verb_lines(session, name, row_id)
        assert [line.verb for line in lines] == list(kind.verbs)
        for line in lines:
            assert line.verb in table() and f"{line.verb}.did" in table()
            for ask in lookup(line.verb).asks:
                assert ask.label in table(), (line.verb, ask.label)
                assert ask.hint is None or ask.hint in table(), (line.verb, ask.hint)
