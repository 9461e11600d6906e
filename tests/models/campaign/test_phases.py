"""Phases are left with a report, and only the secretary moves the campaign."""

import datetime as dt

import pytest

from models import branch, campaign
from models.branch import PhaseKind
from models.campaign import Course
from models.campaign.changes import close_stages
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Unfit
from models.store.duties import take_due
from models.store.register import lookup, lookup_kind, natural_step, verb_lines
from models.words import LANGUAGES, Words
from tests.models.campaign.standing import courses, move
from tests.models.crew import do, refused, stored

VERBS = (
    "list_free unseal close reseal record_directive carry_out withdraw_directive reopen_directive"
    " edit_directive add_milestone remove_milestone edit_milestone tick untick hand_over"
).split()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_only_the_secretary_moves_the_campaign(verb: str, role: Role) -> None:
    if role is Role.secretary:
        lookup(f"campaign.{verb}").check_role(role)
    else:
        with pytest.raises(Refusal) as told:
            lookup(f"campaign.{verb}").check_role(role)
        assert told.value.key == "refuse.role"


def test_a_phase_is_left_with_its_report(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    clock.set("2022-04-10T18:00")
    moved = move(compound, secretary, "list_free", reason="第四批名单", note="守住了")
    assert (moved.kind, moved.begins_on) == (PhaseKind.epidemic_free, dt.date(2022, 4, 10))
    assert courses(compound) == [
        (PhaseKind.sealed, Course.past, 21, True),
        (PhaseKind.epidemic_free, Course.current, 1, False),
    ]
    with compound.reading(secretary) as session:
        assert branch.phase(session) is PhaseKind.epidemic_free
        sheet = lookup_kind("campaign.phase").sheet(session, 1)
        (link,) = sheet.related
        report = lookup_kind("campaign.report").sheet(session, link[1])
    told = {field.label: field.value for field in report.fields}
    assert told["field.stage_days"] == 21
    assert (told["field.reason"], told["field.stage_note"]) == ("第四批名单", "守住了")
    assert told["field.closed_by"] == secretary.name
    assert told["campaign.number.households"] == 2
    assert told["campaign.number.total.patrols"] == 0
    assert "campaign.number.total.tested" not in told, "what nobody recorded is left out"
    for lang in LANGUAGES:
        assert [label for label in told if not Words(lang).has(label)] == []


def test_whoever_goes_on_although_something_lacks_says_why(
    compound: Store, secretary: Actor
) -> None:
    told = refused(compound, secretary, "campaign.unseal", 1)
    assert isinstance(told, Unfit) and set(told.fields) == {"reason"}
    key, params = told.fields["reason"]
    assert key == "refuse.campaign.lacking"
    assert params["first"] == "readiness.full_round"
    assert "全员核酸阴性" in told.say(Words("zh"))
    assert move(compound, secretary, "unseal", reason="区里已公布").kind is PhaseKind.guarded


@pytest.mark.parametrize(
    ("day", "key"),
    [("2022-04-09", "refuse.campaign.ahead"), ("2022-03-20", "refuse.campaign.before")],
)
def test_a_phase_begins_on_a_day_that_has_come(
    compound: Store, secretary: Actor, day: str, key: str
) -> None:
    told = refused(compound, secretary, "campaign.unseal", 1, begins_on=day, reason="公布")
    assert isinstance(told, Unfit) and told.fields["begins_on"][0] == key


def test_only_the_phase_of_today_is_left(compound: Store, secretary: Actor) -> None:
    move(compound, secretary, "list_free", reason="公布", begins_on="2022-04-05")
    told = refused(compound, secretary, "campaign.unseal", 1, reason="公布")
    assert told.key == "refuse.campaign.not_current"
    with compound.reading(secretary) as session:
        assert natural_step(session, "campaign.phase", 1) is None
        assert natural_step(session, "campaign.phase", 2) == "campaign.unseal"
        refusals = {one.verb: one.refusal for one in verb_lines(session, "campaign.phase", 2)}
    assert refusals["campaign.unseal"] is None
    assert refusals["campaign.close"] is not None


def test_the_planned_day_of_the_same_phase_is_the_one_that_moves(
    compound: Store, secretary: Actor
) -> None:
    for kind, day in (("epidemic_free", "2022-04-12"), ("guarded", "2022-04-20")):
        do(compound, secretary, "branch.add_phase", kind=kind, begins_on=day)
    move(compound, secretary, "unseal", reason="公布")
    assert [(kind, course) for kind, course, *_ in courses(compound)] == [
        (PhaseKind.sealed, Course.past),
        (PhaseKind.guarded, Course.current),
    ]


def test_a_new_case_seals_again_and_drops_the_plans(compound: Store, secretary: Actor) -> None:
    move(compound, secretary, "list_free", reason="公布", begins_on="2022-04-05")
    do(compound, secretary, "branch.add_phase", kind="guarded", begins_on="2022-04-15")
    with compound.reading(secretary) as session:
        told = lookup("campaign.reseal").foretells(session, [2])
    assert told["plans"] == 1
    assert isinstance(refused(compound, secretary, "campaign.reseal", 2), Unfit)
    move(compound, secretary, "reseal", reason="5栋新增阳性")
    assert [kind for kind, *_ in courses(compound)] == ["sealed", "epidemic_free", "sealed"]


def test_what_follows_is_told_beforehand_in_both_languages(
    compound: Store, secretary: Actor
) -> None:
    with compound.reading(secretary) as session:
        for verb in ("list_free", "unseal", "close", "reseal"):
            told = lookup(f"campaign.{verb}").foretells(session, [1])
            for lang in LANGUAGES:
                text = Words(lang)(f"campaign.{verb}.lead", **told)
                assert "20" in text and "readiness." not in text and "None" not in text
        told = lookup("campaign.unseal").foretells(session, [1])
    assert told["first"] == "readiness.full_round"


def test_a_planned_day_that_comes_keeps_the_report_too(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    do(compound, secretary, "branch.add_phase", kind="epidemic_free", begins_on="2022-04-10")
    take_due(compound, campaign.DUTIES)
    assert not stored(compound, "stage_report")[0]
    clock.set("2022-04-11T00:01")
    assert take_due(compound, campaign.DUTIES) == ["campaign.close_stages"]
    (report,) = stored(compound, "stage_report")[0]
    days = str(report["begins_on"]), str(report["ends_on"])
    assert days == ("2022-03-20", "2022-04-09")
    assert report["closed_by"] is None
    with compound.writing(Actor.clock(), "campaign.close_stages") as session:
        close_stages(session)
    assert len(stored(compound, "stage_report")[0]) == 1


def test_the_branch_closes_with_a_reason_while_something_is_open(
    compound: Store, secretary: Actor
) -> None:
    move(compound, secretary, "unseal", reason="公布", begins_on="2022-04-05")
    told = refused(compound, secretary, "campaign.close", 2)
    assert isinstance(told, Unfit)
    assert told.fields["reason"][1]["n"] == 5, "requests and stock hold; the purge comes after"
    for item in ("keys", "gear", "isolation_list", "certificates", "summary"):
        do(compound, secretary, "campaign.tick", checklist="exit", item=item)
    assert move(compound, secretary, "close").kind is PhaseKind.closed
    with compound.reading(secretary) as session:
        assert natural_step(session, "campaign.phase", 3) is None
