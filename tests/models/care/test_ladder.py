"""Nobody who does not answer is let go: the ladder, escalations, pauses and the end."""

import pytest

from models import acts
from models.care import CareState, alarms, counts, panel
from models.rules.care import Step, Tier
from models.store import FrozenClock
from models.store.register import lookup_kind, natural_step
from models.words import Words
from tests.models.care.standing import DAY, fields_of, refusal
from tests.models.care_branch import HOUR, Care

# ── the ladder ────────────────────────────────────────────────────────────────────────────────────


def test_the_ladder_is_climbed_over_a_moving_clock(care: Care, clock: FrozenClock) -> None:
    profile = care.list(care.zhao, categories=["ill"])

    def step() -> tuple[Step, int]:
        line = care.line(profile)
        return line.step, line.attempt

    assert step() == (Step.call, 1)
    care.contact(profile, "no_answer", way="call")
    assert step() == (Step.call_again, 2)
    assert care.line(profile).tier is Tier.red, "nobody answered the last call"
    assert care.row(profile).due_at == clock.now() + 2 * HOUR
    clock.advance(HOUR)
    care.contact(profile, "no_answer", way="call")
    assert step() == (Step.knock, 3)
    clock.advance(HOUR)
    care.contact(profile, "no_answer", way="call")
    assert step() == (Step.knock, 4), "calls alone never escalate"
    with care.store.reading(care.volunteer) as session:
        assert natural_step(session, "care.profile", profile) == "care.record_contact"
    care.contact(profile, "no_answer", way="door")
    assert step()[0] is Step.escalate
    with care.store.reading(care.volunteer) as session:
        assert natural_step(session, "care.profile", profile) == "care.escalate"
        assert [alarm.key for alarm in alarms(session)][:1] == [f"care.no_answer:{profile}"]
    care.do(care.volunteer, "care.escalate", profile)
    row = care.row(profile)
    assert (row.state, row.escalated_at) == (CareState.escalated, clock.now())


def test_an_escalation_names_grid_leader_police_and_key_holder(care: Care) -> None:
    profile = care.list(key_holder="对门李姐 3-2-402")
    early = fields_of(lambda: care.do(care.volunteer, "care.escalate", profile))
    assert early == {"reason": "refuse.care.escalate_early"}
    care.do(care.volunteer, "care.escalate", profile, reason="屋内有煤气味")
    with care.store.reading(care.secretary) as session:
        sheet = lookup_kind("care.profile").sheet(session, profile)
        told = {field.label: field.value for field in sheet.fields}
        assert [alarm.severity for alarm in alarms(session)] == ["red"]
    assert "周岚" in str(told["care.escalate.grid_leader"])
    assert "示范路派出所 043100000002" in str(told["care.escalate.police"])
    assert told["care.escalate.key_holder"] == "对门李姐 3-2-402"
    with care.store.reading(care.other) as session:
        (line,) = acts.recent(session, 1)
        said = Words("zh")(f"{line.verb}.did", **line.params)
        assert "网格长周岚、警察示范路派出所" in said and "李姐" not in said


def test_meeting_the_person_ends_the_escalation(care: Care) -> None:
    profile = care.list()
    care.do(care.volunteer, "care.escalate", profile, reason="三天没人见过")
    care.contact(profile, "no_answer")
    assert care.row(profile).state is CareState.escalated
    care.contact(profile)
    row = care.row(profile)
    assert (row.state, row.escalated_at, row.tries) == (CareState.active, None, 0)


@pytest.mark.parametrize(
    ("resolution", "state"),
    [("found_well", "active"), ("hospital", "paused"), ("away", "paused")],
)
def test_an_escalation_is_resolved_with_what_it_came_to(
    care: Care, resolution: str, state: str
) -> None:
    profile = care.list()
    care.contact(profile, "no_answer")
    care.do(care.volunteer, "care.escalate", profile, reason="门内有声")
    note = "开锁后见到本人"
    care.do(care.shift_leader, "care.resolve_escalation", profile, resolution=resolution, note=note)
    row = care.row(profile)
    assert (row.state, row.tries, row.escalated_at) == (CareState(state), 0, None)
    assert (row.last_seen_at is not None) is (resolution == "found_well")
    with care.store.reading(care.secretary) as session:
        assert note in str(lookup_kind("care.profile").sheet(session, profile))


def test_what_was_noted_at_the_door_is_not_read_in_the_journal(care: Care) -> None:
    profile = care.list()
    care.contact(profile, note="术后换药")
    care.do(care.shift_leader, "care.pause", profile, note="肺炎")
    with care.store.reading(care.other) as session:
        told = str(acts.recent(session, 5)) + str(
            acts.timeline(session, "care.profile", profile, 5)
        )
        sheet = str(lookup_kind("care.profile").sheet(session, profile))
    for private in ("术后换药", "肺炎"):
        assert private not in told and private not in sheet


# ── pauses and the end ────────────────────────────────────────────────────────────────────────────


def test_a_pause_stops_the_clock_and_coming_back_starts_it_anew(
    care: Care, clock: FrozenClock
) -> None:
    profile = care.list()
    care.contact(profile, "no_answer")
    care.do(care.shift_leader, "care.pause", profile, note="住院")
    clock.advance(5 * DAY)
    assert not care.line(profile).overdue
    with care.store.reading(care.secretary) as session:
        assert panel(session) == () and counts(session).overdue == 0
        assert counts(session).total == 1, "away for a while is still on the list"
    care.do(care.shift_leader, "care.resume", profile)
    line = care.line(profile)
    assert (line.due_at, line.attempt) == (clock.now() + 84 * HOUR, 1)


def test_whoever_came_off_the_list_can_come_back(care: Care) -> None:
    profile = care.list()
    care.do(care.grid_leader, "care.end", profile, reason="家人接走")
    with care.store.reading(care.secretary) as session:
        assert counts(session).total == 0
    assert refusal(lambda: care.contact(profile)).key == "refuse.machine"
    assert refusal(lambda: care.medicine(profile)).key == "refuse.care.ended"
    care.do(care.grid_leader, "care.reopen", profile, reason="回来了")
    assert care.row(profile).state is CareState.active
