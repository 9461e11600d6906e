"""Who is where: moving, being away, and what no resident may hold."""

import datetime as dt
from dataclasses import replace

import pytest

from models import homes
from models.homes import (
    AwayDraft,
    AwayReason,
    MoveOutDraft,
    PhoneDraft,
    Presence,
    PresenceDraft,
    RehouseDraft,
    ResidentDraft,
    Tag,
)
from models.quick import understand
from models.rules.refusal import Refusal
from models.store.drafts import Edit, TargetDraft, Unfit, build
from models.store.register import lookup_kind, natural_step, opened_values, verb_lines
from models.words import Words
from tests.models.compound import Compound, away


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", "string_too_short"),
        ("phone", "电话没有", "phone_digits"),
        ("birth_year", 1850, "greater_than_equal"),
        ("tags", ["rich"], "enum"),
    ],
)
def test_what_no_resident_may_hold_is_refused(field: str, value: object, problem: str) -> None:
    with pytest.raises(Unfit) as unfit:
        build(ResidentDraft, {"household_id": 1, "name": "王秀芝", field: value})
    assert unfit.value.fields[field][0] == f"refuse.input.{problem}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0000 1111", "13800001111"),
        ("+86 138-0000-1111", "13800001111"),
        ("13800001111；0431-1234567", "13800001111;04311234567"),
        ("１３８００００１１１１、13800001111", "13800001111"),
    ],
)
def test_telephones_are_kept_as_digits(typed: str, kept: str) -> None:
    assert PhoneDraft(id=1, phone=typed).phone == kept


def test_being_away_needs_a_reason(compound: Compound, secretary, volunteer) -> None:
    wang = compound.people["王秀芝"]
    for reason, key in ((None, "away_reason"), (AwayReason.unknown, "away_unknown")):
        with pytest.raises(Refusal) as refused:
            compound.do(volunteer, "homes.set_presence", away(wang, reason))
        assert refused.value.key == f"refuse.homes.{key}"
    done = compound.do(volunteer, "homes.set_presence", away(wang))
    assert (done.rows[0].presence, done.rows[0].away_reason) == (Presence.away, AwayReason.work)
    back = PresenceDraft(id=wang, presence=Presence.present, away_reason=AwayReason.work)
    assert compound.do(volunteer, "homes.set_presence", back).rows[0].away_reason is None


def test_an_import_may_leave_the_reason_to_be_asked(compound: Compound, secretary) -> None:
    actor = replace(secretary, origin="import")
    compound.do(actor, "homes.set_presence", away(compound.people["单晓宁"], AwayReason.unknown))
    with compound.store.reading(secretary) as session:
        page = homes.absent_without_reason(session)
        assert [line.name for line in page.lines] == ["单晓宁"]
        counts = homes.counts(session)
        assert (counts.households, counts.residents, counts.present) == (5, 5, 4)
        assert (counts.away, counts.unknown) == (1, 1)
        assert [line.door for line in homes.households(session, unknown=True).lines] == ["3-2-401"]


def test_who_should_be_back_and_is_not_raises_an_alarm(compound, secretary, clock) -> None:
    draft = away(compound.people["单晓宁"], back_on=dt.date(2022, 4, 9))
    compound.do(secretary, "homes.set_presence", draft)
    clock.set("2022-04-09T23:59")
    with compound.store.reading(secretary) as session:
        assert homes.alarms(session) == ()
    clock.advance(dt.timedelta(minutes=1))
    with compound.store.reading(secretary) as session:
        (alarm,) = homes.alarms(session)
        assert alarm.since == session.clock.day_start(dt.date(2022, 4, 10))
        assert alarm.record == f"homes.resident:{compound.people['单晓宁']}"
    back = PresenceDraft(id=draft.id, presence=Presence.present, back_on=dt.date(2022, 5, 1))
    assert compound.do(secretary, "homes.set_presence", back).rows[0].back_on is None
    with compound.store.reading(secretary) as session:
        assert homes.alarms(session) == ()


def test_namesakes_are_told_apart_by_their_birth_year(compound: Compound, secretary) -> None:
    known = ResidentDraft(household_id=compound.doors["3-2-401"], name="王秀芝", birth_year=1946)
    with pytest.raises(Refusal) as refused:
        compound.do(secretary, "homes.add_resident", known)
    assert refused.value.key == "refuse.homes.resident_known"
    compound.do(secretary, "homes.add_resident", known.model_copy(update={"birth_year": 1969}))
    young = Edit(
        id=compound.people["王秀芝"], changed={"birth_year": 1969}, opened={"birth_year": 1946}
    )
    with pytest.raises(Refusal):
        compound.do(secretary, "homes.edit_resident", young)


def test_moving_out_keeps_the_row_and_leaves_every_list(compound: Compound, secretary) -> None:
    wang = compound.people["王秀芝"]
    with pytest.raises(Refusal) as refused:
        compound.do(
            secretary, "homes.move_out", MoveOutDraft(id=wang, moved_out_on=dt.date(2022, 4, 9))
        )
    assert refused.value.key == "refuse.homes.future"
    compound.do(secretary, "homes.move_out", MoveOutDraft(id=wang))
    with compound.store.reading(secretary) as session:
        assert homes.counts(session).residents == 4
        assert "王秀芝" not in {line.name for line in homes.residents(session).lines}
        assert homes.find_residents(session, "王秀芝", 9) == ()
        line = homes.resident(session, wang)
        assert line is not None and line.name == "王秀芝"
        assert natural_step(session, "homes.resident", wang) == "homes.move_in"
    for verb, draft in (
        ("homes.move_out", MoveOutDraft(id=wang)),
        ("homes.set_presence", away(wang)),
        ("homes.rehouse", RehouseDraft(id=wang, household_id=compound.doors["5-1-101"])),
    ):
        with pytest.raises(Refusal) as refused:
            compound.do(secretary, verb, draft)
        assert refused.value.key == "refuse.homes.moved_out"
    compound.do(secretary, "homes.move_in", TargetDraft(id=wang))
    with compound.store.reading(secretary) as session:
        assert homes.counts(session).residents == 5


def test_moving_to_another_door_of_the_compound(compound: Compound, secretary) -> None:
    draft = RehouseDraft(id=compound.people["王秀芝"], household_id=compound.doors["5-1-101"])
    compound.do(secretary, "homes.rehouse", draft)
    with compound.store.reading(secretary) as session:
        people = homes.residents_of(session, compound.doors["5-1-101"])
        assert [line.name for line in people] == ["王秀芝"]
    with pytest.raises(Refusal) as refused:
        compound.do(secretary, "homes.rehouse", draft)
    assert refused.value.key == "refuse.homes.same_door"


def test_a_new_name_is_found_by_its_own_letters(compound: Compound, secretary) -> None:
    edit = Edit(id=compound.people["王秀芝"], changed={"name": "仇秀芝"}, opened={"name": "王秀芝"})
    compound.do(secretary, "homes.edit_resident", edit)
    with compound.store.reading(secretary) as session:
        assert homes.find_residents(session, "qxz", 9)[0].label == "仇秀芝"
        assert homes.find_residents(session, "wxz", 9) == ()


def test_two_people_edit_different_fields_of_one_resident(compound, secretary) -> None:
    wang = compound.people["王秀芝"]
    with compound.store.reading(secretary) as session:
        opened = opened_values(session, "homes.resident", wang)
    for name, value in (("note", "听力不好"), ("tags", ["lives_alone", "pupil", "chronic"])):
        edit = Edit(id=wang, changed={name: value}, opened={name: opened[name]})
        compound.do(secretary, "homes.edit_resident", edit)
    with compound.store.reading(secretary) as session:
        line = homes.resident(session, wang)
        assert line is not None and line.note == "听力不好" and Tag.chronic in line.tags


def test_the_next_step_follows_where_somebody_is(compound: Compound, secretary, volunteer) -> None:
    shan = compound.people["单晓宁"]

    def step() -> str | None:
        with compound.store.reading(volunteer) as session:
            return natural_step(session, "homes.resident", shan)

    assert step() == "homes.set_away"
    importer = replace(secretary, origin="import")
    compound.do(importer, "homes.set_presence", away(shan, AwayReason.unknown))
    assert step() == "homes.set_away"
    why = AwayDraft(id=shan, away_reason=AwayReason.school, back_on=dt.date(2022, 5, 1))
    compound.do(volunteer, "homes.set_away", why)
    assert step() == "homes.set_back"
    back = compound.do(volunteer, "homes.set_back", TargetDraft(id=shan)).rows[0]
    assert (back.presence, back.away_reason, back.back_on) == (Presence.present, None, None)
    with compound.store.reading(volunteer) as session:
        lines = {line.verb: line.refusal for line in verb_lines(session, "homes.resident", shan)}
    assert lines["homes.set_back"] is not None and lines["homes.set_away"] is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("3-2-401 王秀芝 外出 在外工作", "王秀芝"),
        ("外出 wxz 在外工作", "王秀芝"),
        ("12-1-302 外出 在外工作", "吕翠"),
    ],
)
def test_being_away_is_said_in_one_line(compound, secretary, typed: str, name: str) -> None:
    with compound.store.reading(secretary) as session:
        said = understand(session, typed, Words("zh"))
        assert said.ready, said
        draft = said.draft()
    assert draft == AwayDraft(id=compound.people[name], away_reason=AwayReason.work)
    compound.do(secretary, "homes.set_away", draft)
    with compound.store.reading(secretary) as session:
        back = understand(session, f"{name} 已回来", Words("zh"))
        assert back.ready and back.verb == "homes.set_back"


def test_stairwells_and_buildings_count_their_people_once(compound: Compound, secretary) -> None:
    with compound.store.reading(secretary) as session:
        found = {(line.building, line.number): line for line in homes.stairwells(session)}
        assert list(found) == [(3, 1), (3, 2), (5, 1), (12, 1)]
        assert (found[3, 2].households, found[3, 2].residents) == (2, 3)
        assert (found[5, 1].households, found[5, 1].residents) == (1, 0)
        three = homes.buildings(session)[0]
        assert (three.number, three.stairwells, three.households) == (3, (1, 2), 3)
        assert (three.residents, three.present, three.unknown) == (4, 4, 0)
        for kind in ("homes.building", "homes.stairwell", "homes.household"):
            sheet = lookup_kind(kind).sheet(session, 1)
            assert sheet.title and sheet.related
