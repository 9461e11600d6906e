"""People who stay apart, their exposures and samples as records: what opens, what may be done."""

from sqlmodel import col

from models.homes import RevealDraft, shown_in_full
from models.homes.sight import check_reveals
from models.isolation.ahead import person
from models.isolation.drafts import IsolationFields
from models.isolation.finding import aim_people, find_people
from models.isolation.reads import IsolationNeed, line_of, missing_temperatures, needs_of
from models.isolation.sight import Seen, check_records, check_whole, seen
from models.isolation.standing import Person, of, people
from models.isolation.tables import (
    ISOLATION,
    Isolation,
    IsolationEnd,
    IsolationExposure,
    IsolationSample,
    IsolationState,
    IsolationTemperature,
)
from models.rules.refusal import Refusal
from models.rules.release import SampleResult
from models.rules.temperature import Half, degrees
from models.rules.why import Why
from models.store.drafts import asks
from models.store.engine import Reading, Writing
from models.store.register import (
    DESK,
    Kind,
    Link,
    Quick,
    Sheet,
    SheetField,
    change,
    check_opens,
    fetch,
    kind,
    links,
    quick,
)

_RECORDED = frozenset({"isolation.test", "isolation.temperature"})
"""What whoever serves somebody may record too."""
_SHOWN = 12
"""Exposures and samples that a sheet offers to open, the latest first."""


def guard_person(session: Reading, row: Isolation, verb: str) -> None:
    """Whether a verb fits somebody now: who may, whether it is open, and what a release lacks."""
    with session.no_autoflush:
        one = person(session, row.id or 0)
    if verb == "isolation.reveal":
        check_reveals(session, one.grid, seen(session, one).mine)
        return
    if verb in _RECORDED:
        check_records(session, one)
    else:
        check_whole(session, one)
    if row.released_on is not None and verb != "isolation.edit":
        raise Refusal("refuse.isolation.released", day=row.released_on.isoformat())
    if verb in ("isolation.monitor", "isolation.release"):
        _check_over(session, one, verb)


def _check_over(session: Reading, one: Person, verb: str) -> None:
    stands, course = one.standing, one.course
    if stands is None or course is None:
        raise Refusal("refuse.isolation.case")
    if one.row.state is IsolationState.isolating:
        watched = len(course.spells) > 1
        if verb == "isolation.release" and watched:
            raise Refusal("refuse.isolation.monitors")
        if verb == "isolation.monitor" and not watched:
            raise Refusal("refuse.isolation.no_monitoring")
    if stands.positive_on is not None:
        raise Refusal("refuse.isolation.positive", day=stands.positive_on.isoformat())
    if session.today < stands.ends_on:
        raise Refusal("refuse.isolation.too_early", day=stands.ends_on.isoformat())
    if stands.lacking:
        raise Refusal("refuse.isolation.lacking", n=stands.lacking)


def natural_person(session: Reading, row: Isolation) -> str | None:
    """The next step: what is most urgent for this person now."""
    one = of(session, row.id or 0)
    if row.released_on is not None:
        return None
    if not seen(session, one).whole:
        check_records(session, one)
        return "isolation.temperature"
    needs = needs_of(session, one)
    if IsolationNeed.positive in needs:
        return "isolation.confirm_case"
    if row.state in (IsolationState.case_home, IsolationState.transferred):
        return ISOLATION.natural(row.state)
    if one.waiting or IsolationNeed.test_today in needs:
        return "isolation.test"
    if IsolationNeed.may_go in needs:
        return _ends(one)
    if IsolationNeed.unserved in needs and IsolationNeed.no_temperature not in needs:
        return "isolation.serve"
    return "isolation.temperature"


def _ends(one: Person) -> str:
    quarantined = one.row.state is IsolationState.isolating
    watched = one.course is not None and len(one.course.spells) > 1
    return "isolation.monitor" if quarantined and watched else "isolation.release"


def person_sheet(session: Reading, isolation_id: int) -> Sheet:
    """Somebody's isolation as far as the viewer may know: days, tests, temperatures, and why."""
    check_opens(session)
    one = of(session, isolation_id)
    shown, line = seen(session, one), line_of(session, one)
    title = f"{line.door} {line.name}".strip()
    related: list[tuple[str, int, str]] = []
    if shown.linked:
        related.append(("homes.resident", one.row.resident_id, line.name))
        related.append(("homes.household", one.household_id, line.door))
    if not shown.whole:
        return Sheet(title, (SheetField("field.gear_needed", True, alarm=True),), tuple(related))
    urgent = (IsolationNeed.positive, IsolationNeed.overdue_release, IsolationNeed.case_home)
    fields = (
        SheetField("field.exposure_kind", line.level),
        SheetField("field.state", line.state),
        SheetField("field.isolation_now", line.why, alarm=any(n in line.needs for n in urgent)),
        SheetField("field.by_rule", line.course_why),
        SheetField("field.next_test", line.next_test),
        SheetField("field.missed_tests", line.missed, alarm=bool(line.missed)),
        SheetField("field.monitoring_until", line.monitoring_until),
        SheetField("field.stay_place", line.place),
        SheetField("field.site", line.site),
        SheetField("field.door_sealed", line.sealed),
        SheetField(
            "field.temperatures", _told(one, missing_temperatures(session, one)), line.fever
        ),
        SheetField("field.symptoms", tuple(t.symptoms for t in one.temperatures.values())),
        SheetField("field.supplies_by", line.supplies),
        SheetField("field.rubbish_by", line.rubbish),
        SheetField("field.release_slip", _slip(one)),
        SheetField("field.note", one.row.note),
    )
    related += [
        ("isolation.exposure", e.id or 0, e.happened_on.isoformat())
        for e in one.exposures[::-1][:_SHOWN]
    ]
    related += [
        ("isolation.sample", s.id or 0, s.taken_on.isoformat()) for s in one.samples[::-1][:_SHOWN]
    ]
    return Sheet(title, _filled(fields), tuple(related))


def _told(one: Person, missing: tuple[Half, ...]) -> tuple[Why, ...]:
    return tuple(
        Why("isolation.reading", {"half": half, "t": degrees(one.temperatures[half].tenths)})
        if half in one.temperatures
        else Why("isolation.reading.missing", {"half": half})
        for half in Half
        if half in one.temperatures or half in missing
    )


def _slip(one: Person) -> Why | None:
    row = one.row
    if row.released_on is None:
        return None
    told = {"slip": row.slip, "door": str(one.door), "name": one.name}
    return Why("isolation.slip", {**told, "day": row.released_on.isoformat()})


@links("homes.resident")
def isolation_of_resident(session: Reading, resident_id: int) -> tuple[Link, ...]:
    """The isolations of a resident, the latest first, for who may know of them."""
    mine = people(session, col(Isolation.resident_id) == resident_id, courses=False)
    return tuple(
        ("isolation.person", one.id, session.clock.day_of(one.row.opened_at).isoformat())
        for one in reversed(mine)
        if seen(session, one).whole
    )


def exposure_sheet(session: Reading, row_id: int) -> Sheet:
    """One exposure, and why it does not count where it does not."""
    row = fetch(session, IsolationExposure, row_id)
    shown = _whole(session, row.isolation_id)
    return Sheet(
        f"{shown.door} {row.happened_on.isoformat()}",
        _filled(
            (
                SheetField("field.exposure_kind", row.kind),
                SheetField("field.exposed_on", row.happened_on),
                SheetField("field.exposure_source", row.source),
                SheetField("field.struck", row.struck, alarm=True),
                SheetField("field.recorded_at", row.recorded_at),
            )
        ),
        (("isolation.person", row.isolation_id, f"{shown.door} {shown.name}"),),
    )


def sample_sheet(session: Reading, row_id: int) -> Sheet:
    """One sample with its result."""
    row = fetch(session, IsolationSample, row_id)
    shown = _whole(session, row.isolation_id)
    return Sheet(
        f"{shown.door} {row.taken_on.isoformat()}",
        _filled(
            (
                SheetField("field.sampled_on", row.taken_on),
                SheetField("field.result", row.result, row.result is SampleResult.positive),
                SheetField("field.corrected", row.corrected),
            )
        ),
        (("isolation.person", row.isolation_id, f"{shown.door} {shown.name}"),),
    )


def _whole(session: Reading, isolation_id: int) -> Seen:
    one = of(session, isolation_id)
    check_whole(session, one)
    return seen(session, one)


def _guard_exposure(session: Reading, row: IsolationExposure, _verb: str) -> None:
    _whole(session, row.isolation_id)
    if row.struck:
        raise Refusal("refuse.isolation.struck")


def _guard_sample(session: Reading, row: IsolationSample, _verb: str) -> None:
    _whole(session, row.isolation_id)


def _opened(session: Reading, row: Isolation) -> dict[str, object]:
    """What an edit form opens with: only for who may know it."""
    _whole(session, row.id or 0)
    return {ask.name: getattr(row, ask.name) for ask in asks(IsolationFields)}


def _filled(fields: tuple[SheetField, ...]) -> tuple[SheetField, ...]:
    return tuple(one for one in fields if one.value not in (None, "", (), ("",), False))


# A reveal makes no row: what it hands back is the value that was asked for.
@change("isolation.reveal", draft=RevealDraft, roles=DESK, undo="never")  # type: ignore[type-var]
def reveal(session: Writing, draft: RevealDraft) -> str:
    """Shows the name and number of somebody who is asked for the temperature."""
    one = of(session, draft.id)
    mine = seen(session, one).mine
    return shown_in_full(session, draft, one.row.resident_id, on_task=mine)


PERSON_KIND = kind(
    Kind(
        "isolation.person",
        table=Isolation,
        sheet=person_sheet,
        find=find_people,
        machine=ISOLATION,
        guard=guard_person,
        natural=natural_person,
        verbs=(
            "isolation.temperature",
            "isolation.test",
            "isolation.serve",
            "isolation.expose",
            "isolation.contacts",
            "isolation.move_end",
            "isolation.clear",
            "isolation.place",
            "isolation.confirm_case",
            "isolation.transfer",
            "isolation.discharge",
            "isolation.monitor",
            "isolation.release",
            "isolation.edit",
            "isolation.reveal",
        ),
        parts=dict.fromkeys(
            (IsolationEnd, IsolationExposure, IsolationSample, IsolationTemperature), "isolation_id"
        ),
        edit="isolation.edit",
        reveal="isolation.reveal",
        opened=_opened,
    )
)
EXPOSURE_KIND = kind(
    Kind(
        "isolation.exposure",
        table=IsolationExposure,
        sheet=exposure_sheet,
        guard=_guard_exposure,
        verbs=("isolation.strike",),
    )
)
SAMPLE_KIND = kind(
    Kind(
        "isolation.sample",
        table=IsolationSample,
        sheet=sample_sheet,
        guard=_guard_sample,
        verbs=("isolation.correct_sample",),
    )
)

quick(
    Quick("isolation.temperature", ("体温", "temperature"), rest="symptoms", aim=aim_people),
    Quick(
        "isolation.test",
        ("核酸", "swab"),
        aim=aim_people,
        also={"阴": SampleResult.negative, "阳": SampleResult.positive},
    ),
)
