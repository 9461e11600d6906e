"""Conflicts are known to those called to them; what is good is told with consent."""

import datetime as dt

import pytest

from models import community
from models.community import MediationState, StoryState
from models.history import changes as history
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store
from models.store.register import lookup_kind, opened_values, verb_lines
from models.words import Words
from tests.models.community.standing import DAY, SUN, conflict, edit
from tests.models.crew import do, refused
from tests.models.neighbours import POLICE, WANG

# ── conflicts ─────────────────────────────────────────────────────────────────────────────────────


def test_a_conflict_is_heard_from_both_sides_met_about_and_looked_at_again(
    desk: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = conflict(desk, secretary)
    do(desk, secretary, "community.hear_b", row.id, said="没拖椅子")
    row = do(desk, secretary, "community.hear_a", row.id, said="睡不着")
    assert row.state is MediationState.heard_both
    end = {"settlement": "agreed", "result": "椅子脚包上布"}
    no = refused(desk, secretary, "community.settle", row.id, **end)
    assert no.key == "refuse.community.not_met"
    do(desk, secretary, "community.meet", row.id)
    row = do(desk, secretary, "community.settle", row.id, **end)
    assert row.follow_up_on == dt.date(2022, 4, 11)
    clock.advance(dt.timedelta(days=4))
    with desk.reading(secretary) as session:
        assert [a.key for a in community.alarms(session)] == [f"community.mediation:{row.id}"]
    row = do(desk, secretary, "community.follow_up", row.id, followed_up="没再吵")
    assert row.state is MediationState.followed_up
    row = do(desk, secretary, "community.flare_up", row.id, matter="又拖了")
    assert (row.state, row.settled_at) == (MediationState.heard_both, None)


def test_who_is_not_called_to_a_conflict_is_not_alarmed_by_it(
    desk: Store, secretary: Actor, shift_leader: Actor, clock: FrozenClock
) -> None:
    conflict(desk, secretary)
    clock.advance(dt.timedelta(hours=24))
    for who, alarmed in ((secretary, 1), (shift_leader, 0)):
        with desk.reading(who) as session:
            assert len(community.alarms(session)) == alarmed


def test_a_conflict_is_referred_to_somebody(desk: Store, secretary: Actor) -> None:
    row = conflict(desk, secretary, other_household_id=None)
    end = {"settlement": "referred", "result": "有肢体冲突"}
    no = refused(desk, secretary, "community.settle", row.id, **end)
    assert no.key == "refuse.community.to_whom"
    row = do(desk, secretary, "community.settle", row.id, **end, partner_id=POLICE)
    assert row.state is MediationState.referred


def test_only_those_called_to_a_conflict_know_of_it(
    desk: Store, secretary: Actor, grid_leader: Actor, shift_leader: Actor, volunteer: Actor
) -> None:
    row = conflict(desk, volunteer)
    kind = lookup_kind("community.mediation")
    for who in (shift_leader, volunteer):
        with desk.reading(who) as session:
            assert community.mediations(session) == ()
            assert community.counts(session).conflicts == 1
            with pytest.raises(Refusal, match="refuse.community.private"):
                kind.sheet(session, row.id)
            with pytest.raises(Refusal, match="refuse.community.private"):
                opened_values(session, "community.mediation", row.id)
            refusals = {line.refusal.key for line in verb_lines(session, kind.name, row.id)
                        if line.refusal is not None}  # fmt: skip
            assert refusals <= {"refuse.community.private", "refuse.role", "refuse.machine"}
        assert refused(desk, who, "community.hear_a", row.id, said="x y").key == (
            "refuse.community.private"
        )
    for who in (secretary, grid_leader):
        with desk.reading(who) as session:
            (line,) = community.mediations(session)
            assert line.sides == ("3-*", "12-*")
    do(desk, secretary, "community.appoint", row.id, mediator_id=SUN)
    with desk.reading(volunteer) as session:
        assert community.mediations(session)[0].mine
        assert "3-2-401" in str(kind.sheet(session, row.id))
    with desk.reading(shift_leader) as session:
        assert community.mediations(session) == ()


def test_neither_ticker_nor_journal_tells_of_a_conflict_or_an_applicant(
    desk: Store, secretary: Actor, shift_leader: Actor
) -> None:
    from models import acts

    conflict(desk, secretary)
    do(desk, secretary, "community.record_application", applicant_id=SUN, applied_on=DAY)
    with desk.reading(shift_leader) as session:
        for line in acts.recent(session, 2):
            for lang in ("zh", "en"):
                told = Words(lang)(f"{line.verb}.did", **line.params)
                assert not {"3-2-401", "12-1-302", "孙晓丽"} & set(told.split()), told
            opened = str(history.changes_of(session, line.id))
            for secret in ("拖椅子", "3-", "12-", "孙晓丽"):
                assert secret not in opened, (line.verb, secret)


# ── what is good ──────────────────────────────────────────────────────────────────────────────────


def test_a_story_leaves_the_desk_with_consent_and_without_a_name(
    desk: Store, secretary: Actor, volunteer: Actor, shift_leader: Actor
) -> None:
    row = do(
        desk, volunteer, "community.tell_story", text="王秀芝把猪肉让给了孩子", household_id=WANG
    )
    key = f"community.story:{row.id}"
    with desk.reading(shift_leader) as session:
        assert community.good(session)[0].text == ""
        with pytest.raises(Refusal, match="no_consent"):
            community.copied(session, key, "zh")
    with desk.reading(secretary) as session:
        assert community.stories_to_tell(session) == ()
    assert refused(desk, shift_leader, "community.consent", row.id).key == "refuse.community.story"
    do(desk, volunteer, "community.consent", row.id)
    no = refused(desk, volunteer, "community.anonymise", row.id, public_text="王秀芝让猪肉")
    assert no.key == "refuse.community.flaw.name"
    told = "一位老人把排队买到的猪肉让给了邻居的孩子"
    do(desk, volunteer, "community.anonymise", row.id, public_text=told)
    do(desk, secretary, "community.show_story", row.id)
    with desk.reading(shift_leader) as session:
        assert community.copied(session, key, "zh") == told
        assert community.stories_to_tell(session) == (told,)
        assert "王秀芝" not in str(lookup_kind("community.story").sheet(session, row.id))
    row = do(desk, volunteer, "community.decline", row.id)
    assert (row.state, row.public_text) == (StoryState.declined, "")
    with desk.reading(secretary) as session:
        assert community.stories_to_tell(session) == ()


def test_a_word_that_looks_like_a_name_may_pass_when_somebody_looked(
    desk: Store, secretary: Actor
) -> None:
    row = do(desk, secretary, "community.tell_story", text="志愿者高远志向大家学习")
    do(desk, secretary, "community.consent", row.id)
    text = {"public_text": "志愿者有高远志向"}
    assert refused(desk, secretary, "community.anonymise", row.id, **text).key == (
        "refuse.community.flaw.name"
    )
    row = do(desk, secretary, "community.anonymise", row.id, **text, names_checked=True)
    assert row.state is StoryState.ready


def test_applications_are_the_secretarys_alone(
    desk: Store, secretary: Actor, grid_leader: Actor
) -> None:
    told = {"applicant_id": SUN, "applied_on": DAY}
    row = do(desk, secretary, "community.record_application", **told)
    assert refused(desk, secretary, "community.record_application", **told).key == (
        "refuse.community.applied"
    )
    assert edit(desk, secretary, "application", row, note="已谈话").note == "已谈话"
    with desk.reading(secretary) as session:
        assert [line.who for line in community.good(session)] == ["孙晓丽"]
    with desk.reading(grid_leader) as session:
        assert community.good(session) == ()
        with pytest.raises(Refusal, match="refuse.community.secretary"):
            lookup_kind("community.application").sheet(session, row.id)


def test_praise_names_who_is_praised(desk: Store, volunteer: Actor) -> None:
    row = do(desk, volunteer, "community.praise", text="半夜送药", volunteer_id=SUN)
    with desk.reading(volunteer) as session:
        assert community.good(session)[0].who == "孙晓丽"
        assert community.counts(session).praise == 1
    assert edit(desk, volunteer, "praise", row, way="banner").way == "banner"
