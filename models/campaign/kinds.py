"""What opening a phase, a stage report, a directive or a milestone shows; what find answers."""

from sqlmodel import col, select

from models.branch.tables import Phase
from models.campaign.checks import check
from models.campaign.guards import ASKED_BEFORE, guard_phase, natural_phase
from models.campaign.reads import course, directives, standing_dates
from models.campaign.tables import DIRECTIVE, Directive, Milestone, StageReport
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.store.engine import Reading
from models.store.register import (
    GRID,
    Found,
    Kind,
    Link,
    Quick,
    Sheet,
    SheetField,
    fetch,
    kind,
    quick,
)
from models.words import Key


def phase_sheet(session: Reading, phase_id: int) -> Sheet:
    """A phase: its days, what lacks for it where it is ahead, and the report of the stage."""
    row = fetch(session, Phase, phase_id)
    line = next(one for one in course(session) if one.key == f"campaign.phase:{phase_id}")
    asked = ASKED_BEFORE.get(row.kind) if row.begins_on > session.today else None
    found = check(session, asked) if asked else None
    failing = found.failing if found else None
    report = session.exec(
        select(StageReport).where(col(StageReport.begins_on) == row.begins_on)
    ).first()
    related: tuple[Link, ...] = ()
    if report is not None and session.viewer.role in GRID:
        related = (("campaign.report", report.id or 0, f"{row.begins_on} – {report.ends_on}"),)
    fields = [
        SheetField("field.phase", row.kind),
        SheetField("field.begins_on", row.begins_on),
        SheetField("field.course", line.course),
        SheetField("field.stage_days", line.days),
    ]
    if found is not None and failing is not None:
        fields.append(SheetField("field.lacking", Key(failing.label), alarm=True))
        fields.append(SheetField("field.earliest", found.earliest))
    return Sheet(row.begins_on.isoformat(), tuple(fields), related)


def report_sheet(session: Reading, report_id: int) -> Sheet:
    """A stage with the numbers that were kept when it was closed."""
    row = fetch(session, StageReport, report_id)
    if session.viewer.role not in GRID:
        raise Refusal("refuse.gone")
    moved = (row.begins_on, row.ends_on) not in standing_dates(session)
    told = {"first": row.begins_on.isoformat(), "last": row.ends_on.isoformat()}
    numbers = tuple(
        SheetField(f"campaign.number.{name}", value) for name, value in row.numbers.items()
    )
    return Sheet(
        f"{row.begins_on} – {row.ends_on}",
        (
            SheetField("field.phase", row.kind),
            SheetField(
                "field.written_for",
                Why("campaign.report.moved", told) if moved else "",
                alarm=moved,
            ),
            SheetField("field.stage_days", (row.ends_on - row.begins_on).days + 1),
            SheetField("field.closed_by", _name(session, row.closed_by)),
            SheetField("field.reason", row.reason),
            SheetField("field.stage_note", row.note),
            *numbers,
        ),
    )


def directive_sheet(session: Reading, directive_id: int) -> Sheet:
    """A directive, as the leaders read it."""
    row = fetch(session, Directive, directive_id)
    if session.viewer.role not in GRID:
        raise Refusal("refuse.gone")
    late = row.due_at is not None and row.due_at < session.now and row.state == "open"
    people = tuple(one for one in dict.fromkeys((row.assignee_id, row.done_by)) if one)
    return Sheet(
        row.text,
        (
            SheetField("field.state", row.state),
            SheetField("field.issuer", row.issuer or Key("campaign.committee")),
            SheetField("field.issued_on", row.issued_on),
            SheetField("field.deadline", row.due_at, alarm=late),
            SheetField("field.sees_to_it", _name(session, row.assignee_id)),
            SheetField("field.done_by", _name(session, row.done_by)),
            SheetField("field.done_at", row.done_at),
            SheetField("field.done_note", row.note),
        ),
        tuple(("people.volunteer", one, _name(session, one)) for one in people),
    )


def milestone_sheet(session: Reading, milestone_id: int) -> Sheet:
    """A milestone."""
    row = fetch(session, Milestone, milestone_id)
    return Sheet(
        row.text,
        (SheetField("field.reached_on", row.reached_on), SheetField("field.note", row.note)),
    )


def _guard_directive(session: Reading, row: Directive, verb: str) -> None:
    if verb == "campaign.edit_directive" and row.state in DIRECTIVE.final:
        raise Refusal("refuse.campaign.settled")


def find_directives(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Directives that say a typed word, open ones first."""
    typed = text.strip().casefold()
    if not typed:
        return ()
    found = [
        Found(
            "campaign.directive",
            line.id,
            line.text,
            line.issued_on.isoformat(),
            2 if line.done_at is None else 3,
        )
        for line in directives(session)
        if typed in line.text.casefold()
    ]
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def _name(session: Reading, volunteer_id: int | None) -> str:
    return fetch(session, Volunteer, volunteer_id).name if volunteer_id else ""


PHASE_KIND = kind(
    Kind(
        "campaign.phase",
        Phase,
        phase_sheet,
        guard=guard_phase,
        natural=natural_phase,
        verbs=(
            "campaign.list_free",
            "campaign.unseal",
            "campaign.close",
            "campaign.reseal",
            "branch.edit_phase",
            "branch.remove_phase",
        ),
        edit="branch.edit_phase",
    )
)
REPORT_KIND = kind(Kind("campaign.report", StageReport, report_sheet))
DIRECTIVE_KIND = kind(
    Kind(
        "campaign.directive",
        Directive,
        directive_sheet,
        machine=DIRECTIVE,
        guard=_guard_directive,
        find=find_directives,
        verbs=(
            "campaign.carry_out",
            "campaign.withdraw_directive",
            "campaign.reopen_directive",
            "campaign.edit_directive",
        ),
        edit="campaign.edit_directive",
    )
)
MILESTONE_KIND = kind(
    Kind(
        "campaign.milestone",
        Milestone,
        milestone_sheet,
        verbs=("campaign.edit_milestone", "campaign.remove_milestone"),
        edit="campaign.edit_milestone",
    )
)

quick(
    Quick("campaign.record_directive", ("指令", "directive"), rest="text"),
    Quick("campaign.add_milestone", ("里程碑", "milestone"), rest="text"),
)
