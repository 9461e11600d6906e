"""The quick line, taking back, costs and the wall board of the community."""

import pytest

from models import community
from models.community import GIFT
from models.quick import understand
from models.store import Actor, Role, Store
from models.store.register import lookup, perform
from models.words import Words
from tests.conftest import CountStatements
from tests.models.community.standing import DAY, SUN, conflict, judged, notice, offer, rumour
from tests.models.crew import SET_UP, do, refused, stored
from tests.models.neighbours import LI, WANG

TABLES = (
    "wish gift rumour mood_signal mediation story praise membership_application notice"
).split()


@pytest.mark.parametrize(
    ("line", "verb", "told"),
    [
        ("互赠 3-2-401 5-1-101 猪肉 2斤", "record_gift", {"item": "猪肉 2斤", "receiver_id": LI}),
        ("gift 3-2-401 5-1-101 dumplings", "record_gift", {"household_id": WANG}),
        ("可送 3-2-401 白菜两棵", "offer", {"item": "白菜两棵"}),
        ("想要 5-1-101 鹦鹉粮", "wish", {"household_id": LI}),
        ("谣言 今晚封城 超市抢空", "hear", {"text": "今晚封城 超市抢空"}),
        ("rumour the city closes tonight", "hear", {"text": "the city closes tonight"}),
        ("心声 吃饭买菜 较重 担心周末没菜", "note_mood", {"text": "担心周末没菜"}),
        ("mood food serious worried", "note_mood", {"text": "worried"}),
        ("表扬 @sxl 半夜送药", "praise", {"volunteer_id": SUN, "text": "半夜送药"}),
    ],
)
def test_the_quick_line(
    desk: Store, volunteer: Actor, line: str, verb: str, told: dict[str, object]
) -> None:
    with desk.reading(volunteer) as session:
        read = understand(session, line, Words("zh"))
    assert (read.verb, read.unread, read.ready) == (f"community.{verb}", (), True)
    draft = read.draft()
    assert {name: getattr(draft, name) for name in told} == told


def everything(desk: Store, actor: Actor) -> None:
    """Something of every kind."""
    offer(desk, actor)
    do(desk, actor, "community.record_gift", household_id=WANG, receiver_id=LI, item="苹果")
    do(desk, actor, "community.wish", household_id=LI, item="青菜")
    judged(desk, actor)
    do(desk, actor, "community.note_mood", topic="fear", text="睡不着")
    conflict(desk, actor)
    do(desk, actor, "community.tell_story", text="邻居送饺子")
    do(desk, actor, "community.praise", text="很好")
    do(desk, actor, "community.record_application", applicant_id=SUN, applied_on=DAY)
    notice(desk, actor)


ACTS: dict[str, tuple[str, dict[str, object]]] = {
    "match": ("gift", {"receiver_id": LI}),
    "withdraw": ("gift", {"note": "不送了"}),
    "grant": ("wish", {"gift_id": 1}),
    "drop_wish": ("wish", {}),
    "heard_again": ("rumour", {"times": 2}),
    "answer": ("rumour", {"posted_in": "群"}),
    "recheck": ("rumour", {}),
    "take_mood": ("mood_signal", {}),
    "settle_mood": ("mood_signal", {"done": "好了"}),
    "appoint": ("mediation", {"mediator_id": SUN}),
    "hear_a": ("mediation", {"said": "吵得慌"}),
    "settle": ("mediation", {"settlement": "cooled", "result": "不吵了"}),
    "consent": ("story", {}),
    "decline": ("story", {}),
    "publish": ("notice", {}),
    "end_notice": ("notice", {}),
}


@pytest.mark.parametrize("verb", ACTS)
def test_every_step_can_be_taken_back(desk: Store, secretary: Actor, verb: str) -> None:
    from models import acts

    everything(desk, secretary)
    before = stored(desk, *TABLES)
    _, values = ACTS[verb]
    do(desk, secretary, f"community.{verb}", 1, **values)
    assert stored(desk, *TABLES) != before
    with desk.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    for lang in ("zh", "en"):
        assert "{" not in Words(lang)(f"{last.verb}.did", **last.params)
    acts.undo(desk, secretary, last.id)
    assert stored(desk, *TABLES) == before


def test_reads_ask_the_same_however_much_there_is(
    desk: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    reads = ("aid", "rumours", "moods", "mediations", "good", "notices", "counts", "alarms")

    def asked() -> dict[str, int]:
        found = {}
        for name in reads:
            with count_statements(desk) as told, desk.reading(secretary) as session:
                getattr(community, name)(session)
            found[name] = sum(text.startswith("SELECT") for text in told.texts)
        return found

    everything(desk, secretary)
    once = asked()
    for day in range(3):
        offer(desk, secretary)
        rumour(desk, secretary, f"{day}天后不供电")
        do(desk, secretary, "community.note_mood", topic="fear", text="睡不着")
        conflict(desk, secretary)
        notice(desk, secretary)
    assert asked() == once
    assert max(once.values()) <= 6 and once["counts"] == 1


def test_old_records_make_room_and_what_stands_stays(desk: Store, secretary: Actor) -> None:
    first = offer(desk, secretary)
    told = {"household_id": WANG, "receiver_id": LI, "item": "苹果"}
    for _ in range(8):
        drafts = [lookup("community.record_gift").draft(**told) for _ in range(10)]
        perform(desk, secretary, "community.record_gift", *drafts)
    with desk.reading(secretary) as session:
        lines = community.aid(session)
        assert community.counts(session).gifts == 80
    assert len(lines) == 60 and lines[0].key == f"community.gift:{first.id}"


def test_the_wall_board_has_counts_and_no_record(desk: Store, secretary: Actor) -> None:
    everything(desk, secretary)
    with desk.reading(Actor(None, "board", Role.wallboard)) as session:
        for name in ("aid", "rumours", "moods", "mediations", "good", "notices"):
            assert getattr(community, name)(session) == ()
        assert community.counts(session).gifts == 1


def test_every_state_of_a_gift_is_reached_by_its_machine() -> None:
    reached = {"offered"}
    for _ in GIFT.states:
        reached |= {target for source, _, target in GIFT.arrows() if source in reached}
    assert reached == set(GIFT.states)


def test_what_nobody_serves_for_is_refused(desk: Store) -> None:
    row = do(desk, SET_UP, "community.note_mood", topic="fear", text="睡不着")
    assert refused(desk, SET_UP, "community.take_mood", row.id).key == "refuse.community.nobody"
    heard = do(desk, SET_UP, "community.hear", text="没有菜了")
    row = do(desk, SET_UP, "community.check_rumour", heard.id, checked_with="街道办")
    assert (row.checker_id, row.checked_with) == (None, "街道办")
