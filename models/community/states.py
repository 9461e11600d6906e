"""How far gifts, rumours, quarrels and notices go, and the machines they follow."""

from enum import StrEnum

from models.rules.machine import Machine, Step


class GiftState(StrEnum):
    """How far a gift has come."""

    offered = "offered"
    matched = "matched"
    picked_up = "picked_up"
    given = "given"
    thanked = "thanked"
    expired = "expired"
    withdrawn = "withdrawn"


class WishState(StrEnum):
    """What became of a wish."""

    open = "open"
    granted = "granted"
    dropped = "dropped"


GIFT = Machine(
    name="GiftState",
    states=tuple(GiftState),
    final=frozenset({GiftState.thanked, GiftState.expired, GiftState.withdrawn}),
    steps=(
        Step("community.match", ("offered",), "matched", natural=True),
        Step("community.pick_up", ("matched",), "picked_up", natural=True),
        Step("community.give", ("matched", "picked_up"), "given", natural=True),
        Step("community.thank", ("given",), "thanked", natural=True),
        Step("community.unmatch", ("matched", "picked_up"), "offered"),
        Step("community.expire", ("offered",), "expired"),
        Step("community.withdraw", ("offered",), "withdrawn"),
    ),
)
WISH = Machine(
    name="WishState",
    states=tuple(WishState),
    final=frozenset({WishState.granted, WishState.dropped}),
    steps=(
        Step("community.grant", ("open",), "granted", natural=True),
        Step("community.drop_wish", ("open",), "dropped"),
        # A gift that falls through leaves the wish as open as before.
        Step("community.unmatch", ("granted",), "open", reopens=True),
    ),
)
GIVEN = (GiftState.given, GiftState.thanked)
"""It came to its door: what the report counts."""
UNDER_WAY = (GiftState.offered, GiftState.matched, GiftState.picked_up)


class RumourState(StrEnum):
    """How far the branch has come with a rumour."""

    heard = "heard"
    checking = "checking"
    true = "true"
    false = "false"
    partly = "partly"
    cannot_tell = "cannot_tell"
    answered = "answered"
    watch = "watch"


class Finding(StrEnum):
    """What checking a rumour came to."""

    true = "true"
    false = "false"
    partly = "partly"
    cannot_tell = "cannot_tell"


_FOUND = tuple(finding.value for finding in Finding)
RUMOUR = Machine(
    name="RumourState",
    states=tuple(RumourState),
    final=frozenset(),
    steps=(
        Step("community.check_rumour", ("heard",), "checking", natural=True),
        *(Step("community.judge", ("checking",), found, natural=True) for found in _FOUND),
        Step("community.answer", _FOUND, "answered", natural=True),
        Step("community.watch", ("answered",), "watch", natural=True),
        *(Step("community.heard_again", (s,), s) for s in ("heard", "checking", *_FOUND)),
        # It goes round again although it was answered: the answer is to be posted once more.
        *(Step("community.heard_again", ("answered", "watch"), found) for found in _FOUND),
        Step("community.recheck", (*_FOUND, "answered", "watch"), "checking"),
    ),
)
UNANSWERED = tuple(s for s in RumourState if s not in (RumourState.answered, RumourState.watch))


class MoodTopic(StrEnum):
    """What weighs on people."""

    food = "food"
    medicine = "medicine"
    testing = "testing"
    sealing = "sealing"
    work_money = "work_money"
    school = "school"
    fear = "fear"
    neighbours = "neighbours"
    unfair = "unfair"
    other = "other"


class Severity(StrEnum):
    """How much it weighs."""

    calm = "calm"
    watch = "watch"
    serious = "serious"
    urgent = "urgent"


class MoodState(StrEnum):
    """Whether somebody looks after it."""

    noted = "noted"
    in_hand = "in_hand"
    settled = "settled"


MOOD = Machine(
    name="MoodState",
    states=tuple(MoodState),
    final=frozenset({MoodState.settled}),
    steps=(
        Step("community.take_mood", ("noted",), "in_hand", natural=True),
        Step("community.follow_mood", ("in_hand",), "in_hand", natural=True),
        Step("community.settle_mood", ("noted", "in_hand"), "settled"),
        Step("community.reopen_mood", ("settled",), "in_hand", reopens=True),
    ),
)


class ConflictKind(StrEnum):
    """What neighbours or a family quarrel about."""

    noise = "noise"
    family = "family"
    stairwell = "stairwell"
    pets = "pets"
    group_buy = "group_buy"
    queue = "queue"
    chat = "chat"
    staff = "staff"
    other = "other"


class MediationState(StrEnum):
    """How far a conflict has come."""

    reported = "reported"
    heard_a = "heard_a"
    heard_b = "heard_b"
    heard_both = "heard_both"
    meeting = "meeting"
    agreed = "agreed"
    cooled = "cooled"
    referred = "referred"
    followed_up = "followed_up"


class Settlement(StrEnum):
    """How a conflict ended."""

    agreed = "agreed"
    cooled = "cooled"
    referred = "referred"


_SETTLED = tuple(settlement.value for settlement in Settlement)
_HEARD = ("reported", "heard_a", "heard_b", "heard_both")
MEDIATION = Machine(
    name="MediationState",
    states=tuple(MediationState),
    final=frozenset({MediationState.followed_up}),
    steps=(
        Step("community.hear_a", ("reported",), "heard_a", natural=True),
        Step("community.hear_a", ("heard_b",), "heard_both", natural=True),
        Step("community.hear_b", ("reported",), "heard_b"),
        Step("community.hear_b", ("heard_a",), "heard_both", natural=True),
        Step("community.meet", ("heard_both",), "meeting", natural=True),
        *(Step("community.settle", ("meeting",), end, natural=True) for end in _SETTLED),
        # Many quarrels cool, and some belong to the police, before anybody sits at one table.
        *(Step("community.settle", _HEARD, end) for end in ("cooled", "referred")),
        Step("community.follow_up", _SETTLED, "followed_up", natural=True),
        Step("community.flare_up", (*_SETTLED, "followed_up"), "heard_both", reopens=True),
    ),
)


class StoryState(StrEnum):
    """How far a story may go."""

    told = "told"
    agreed = "agreed"
    declined = "declined"
    ready = "ready"
    shown = "shown"


STORY = Machine(
    name="StoryState",
    states=tuple(StoryState),
    final=frozenset({StoryState.declined}),
    steps=(
        Step("community.consent", ("told",), "agreed", natural=True),
        Step("community.anonymise", ("agreed", "ready"), "ready", natural=True),
        Step("community.show_story", ("ready",), "shown", natural=True),
        # Who agreed may think better of it at any time.
        Step("community.decline", ("told", "agreed", "ready", "shown"), "declined"),
    ),
)
TELLABLE = (StoryState.ready, StoryState.shown)
"""Agreed to and anonymised: what may leave the desk."""


class PraiseWay(StrEnum):
    """How praise came."""

    chat = "chat"
    phone = "phone"
    in_person = "in_person"
    letter = "letter"
    banner = "banner"


class NoticeKind(StrEnum):
    """What a notice for the group chat is about; each has a template."""

    test_slot = "test_slot"
    kit_pickup = "kit_pickup"
    goods_arrived = "goods_arrived"
    unsealing = "unsealing"
    home_isolation = "home_isolation"
    rumour_answer = "rumour_answer"
    pupils_first = "pupils_first"
    free = "free"


class NoticeState(StrEnum):
    """Whether a notice stands in the group chat."""

    draft = "draft"
    current = "current"
    ended = "ended"


NOTICE = Machine(
    name="NoticeState",
    states=tuple(NoticeState),
    final=frozenset({NoticeState.ended}),
    steps=(
        Step("community.publish", ("draft",), "current", natural=True),
        Step("community.end_notice", ("current",), "ended", natural=True),
        Step("community.end_notice", ("draft",), "ended"),
    ),
)


OVER: frozenset[tuple[type, str]] = frozenset(
    (type(state), state.value)
    for state in (
        GiftState.given,
        *GIFT.final,
        *WISH.final,
        RumourState.answered,
        *MOOD.final,
        *MEDIATION.final,
        StoryState.shown,
        *STORY.final,
        *NOTICE.final,
    )
    if isinstance(state, StrEnum)
)
"""States that ask nothing of anybody any more."""
