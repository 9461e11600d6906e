"""Records of the community opened: every field that whoever looks may read."""

from collections.abc import Iterable

from models.community.lint import check_public, flaws_of
from models.community.masked import answer_due, community_rules, mediation_due, mood_due, unchecked
from models.community.sight import (
    carries,
    check_mediates,
    door_of,
    item_of,
    note_of,
    reads_story,
    story_text,
)
from models.community.states import TELLABLE, NoticeState
from models.community.tables import (
    Gift,
    Mediation,
    MembershipApplication,
    MoodSignal,
    Notice,
    Praise,
    Rumour,
    Story,
    Wish,
)
from models.community.templates import reply_to, source_of, text_of
from models.homes.side_tables import Building
from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.people.side_tables import Partner
from models.people.tables import Volunteer
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import Link, Sheet, SheetField, check_opens, fetch, filled
from models.words import LANGUAGES, Words


def gift_sheet(session: Reading, gift_id: int) -> Sheet:
    """A gift: from whom to whom, what of a medicine was looked at, and what came back."""
    check_opens(session)
    row = fetch(session, Gift, gift_id)
    giver = fetch(session, Household, row.household_id)
    receiver = _home(session, row.receiver_id)
    task = carries(session, row)
    late = row.good_until is not None and row.good_until < session.today
    fields = (
        SheetField("field.state", row.state),
        SheetField("field.gift", item_of(session, row, giver.grid)),
        SheetField("field.gift_kind", row.kind),
        SheetField("field.gift_giver", door_of(session, giver, task)),
        SheetField("field.receiver", door_of(session, receiver, task)),
        SheetField("field.carrier_id", _name(session, row.carrier_id)),
        SheetField("field.good_until", row.good_until, alarm=late),
        SheetField("field.needs_doctor", row.prescription),
        SheetField("field.medicine_confirmed", False if unchecked(row) else None, alarm=True),
        SheetField("field.checked_by", _name(session, row.checked_by)),
        SheetField("field.checked_at", row.checked_at),
        SheetField("field.given_at", row.given_at),
        SheetField("field.thanks", note_of(session, row, row.thanks, giver.grid)),
        SheetField("field.note", note_of(session, row, row.note, giver.grid)),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    related = [*_doors(session, task, giver, receiver)]
    if row.wish_id is not None:
        related.append(("community.wish", row.wish_id, f"#{row.wish_id}"))
    return Sheet(f"#{row.id}", filled(*fields), tuple(related))


def wish_sheet(session: Reading, wish_id: int) -> Sheet:
    """A wish."""
    check_opens(session)
    row = fetch(session, Wish, wish_id)
    home = fetch(session, Household, row.household_id)
    task = carries(session, row)
    fields = (
        SheetField("field.state", row.state),
        SheetField("field.gift", item_of(session, row, home.grid)),
        SheetField("field.gift_kind", row.kind),
        SheetField("field.wisher", door_of(session, home, task)),
        SheetField("field.note", note_of(session, row, row.note, home.grid)),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    return Sheet(f"#{row.id}", filled(*fields), tuple(_doors(session, task, home)))


def rumour_sheet(session: Reading, rumour_id: int) -> Sheet:
    """A rumour with its answer, as it would be posted."""
    check_opens(session)
    row = fetch(session, Rumour, rumour_id)
    due = answer_due(row, community_rules(session))
    checked = row.partner_id is not None or bool(row.checked_with)
    fields = (
        SheetField("field.state", row.state),
        SheetField("field.rumour", row.text),
        SheetField("field.heard_at", row.place),
        SheetField("field.times_heard", row.times),
        SheetField("field.first_seen", row.first_seen),
        SheetField("field.last_heard", row.last_heard if row.times > 1 else None),
        SheetField("field.answer_due", due, alarm=due is not None and due <= session.now),
        SheetField("field.checker", _name(session, row.checker_id)),
        SheetField("field.checked_with", source_of(session, row, Words()) if checked else None),
        SheetField("field.finding", row.finding),
        SheetField("field.answer", row.answer),
        SheetField("field.posted_at", row.posted_at),
        SheetField("field.posted_in", row.posted_in),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    related: list[Link] = []
    if row.partner_id is not None:
        partner = fetch(session, Partner, row.partner_id)
        related.append(("people.partner", row.partner_id, f"{partner.name} {partner.phone}"))
    return Sheet(f"#{row.id} {row.text}", filled(*fields), tuple(related))


def mood_sheet(session: Reading, mood_id: int) -> Sheet:
    """A sign of what weighs on people, and what was done about it."""
    check_opens(session)
    row = fetch(session, MoodSignal, mood_id)
    building = None if row.building_id is None else fetch(session, Building, row.building_id)
    due = mood_due(row, community_rules(session))
    fields = (
        SheetField("field.state", row.state),
        SheetField("field.topic", row.topic),
        SheetField("field.severity", row.severity),
        SheetField("field.mood", row.text),
        SheetField("field.building", building.number if building is not None else None),
        SheetField("field.place", row.place),
        SheetField("field.owner_id", _name(session, row.owner_id)),
        SheetField("field.follow_up_at", due, alarm=due is not None and due <= session.now),
        SheetField("field.follow_up_done", row.follow_up),
        SheetField("field.seen_at", row.seen_at),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    return Sheet(f"#{row.id} {row.text}", filled(*fields))


def mediation_sheet(session: Reading, mediation_id: int) -> Sheet:
    """A conflict, for whoever is called to it."""
    row = fetch(session, Mediation, mediation_id)
    check_mediates(session, row)
    here, there = (
        fetch(session, Household, row.household_id),
        _home(session, row.other_household_id),
    )
    task = session.viewer.id is not None and row.mediator_id == session.viewer.id
    partner = None if row.partner_id is None else fetch(session, Partner, row.partner_id)
    due = mediation_due(session, row, community_rules(session))
    fields = (
        SheetField("field.state", row.state),
        SheetField("field.conflict_kind", row.kind),
        SheetField("field.side_a", door_of(session, here, task)),
        SheetField("field.side_b", door_of(session, there, task)),
        SheetField("field.matter", row.matter),
        SheetField("field.said_a", row.said_a),
        SheetField("field.said_b", row.said_b),
        SheetField("field.mediator_id", _name(session, row.mediator_id)),
        SheetField("field.meeting_at", row.meeting_at),
        SheetField("field.settled_how", row.result),
        SheetField(
            "field.referred_to", f"{partner.name} {partner.phone}" if partner is not None else ""
        ),
        SheetField("field.conflict_due", due, alarm=due is not None and due <= session.now),
        SheetField("field.followed_up", row.followed_up),
        SheetField("field.reported_at", row.reported_at),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    related = [*_doors(session, task, here, there)]
    if partner is not None and row.partner_id is not None:
        related.append(("people.partner", row.partner_id, partner.name))
    return Sheet(f"#{row.id}", filled(*fields), tuple(related))


def story_sheet(session: Reading, story_id: int) -> Sheet:
    """A story: as it was told for those who may read that, else what may be shown."""
    check_opens(session)
    row = fetch(session, Story, story_id)
    whole = reads_story(session, row)
    home = _home(session, row.household_id) if whole else None
    fields = (
        SheetField("field.state", row.state),
        SheetField("field.story", row.text if whole else story_text(session, row)),
        SheetField("field.public_text", row.public_text if row.state in TELLABLE else ""),
        SheetField("field.about", door_of(session, home)),
        SheetField("field.happened_on", row.happened_on),
        SheetField("field.consent_at", row.consent_at),
        SheetField("field.consent_by", _name(session, row.consent_by)),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    return Sheet(f"#{row.id}", filled(*fields), tuple(_doors(session, False, home)))


def praise_sheet(session: Reading, praise_id: int) -> Sheet:
    """A good word."""
    check_opens(session)
    row = fetch(session, Praise, praise_id)
    home = _home(session, row.household_id)
    fields = (
        SheetField("field.praise", row.text),
        SheetField("field.praised", _name(session, row.volunteer_id)),
        SheetField("field.praise_way", row.way),
        SheetField("field.praised_by", door_of(session, home)),
        SheetField("field.praised_at", row.at),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    return Sheet(f"#{row.id}", filled(*fields), tuple(_doors(session, False, home)))


def application_sheet(session: Reading, application_id: int) -> Sheet:
    """An application, for the secretary alone."""
    if session.viewer.role is not Role.secretary:
        raise Refusal("refuse.community.secretary")
    row = fetch(session, MembershipApplication, application_id)
    name = _name(session, row.applicant_id)
    fields = (
        SheetField("field.applicant_id", name),
        SheetField("field.applied_on", row.applied_on),
        SheetField("field.note", row.note),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    return Sheet(name, filled(*fields), (("people.volunteer", row.applicant_id, name),))


def notice_sheet(session: Reading, notice_id: int) -> Sheet:
    """A notice as it would be posted, in both languages, with what must not stand in it."""
    check_opens(session)
    row = fetch(session, Notice, notice_id)
    over = row.state is NoticeState.current and row.expires_at <= session.now
    wrong: tuple[str, ...] = ()
    if row.state is NoticeState.draft:
        found = flaws_of(session, row.chinese, row.english)
        wrong = tuple(f"{Words().of(flaw.kind)} {flaw.piece}".strip() for flaw in found)
    fields = (
        SheetField("field.state", row.state),
        SheetField("field.notice_kind", row.kind),
        *(SheetField(f"field.text_{lang}", text_of(session, row, lang)) for lang in LANGUAGES),
        SheetField("field.flaws", wrong, alarm=True),
        SheetField("field.dated_on", row.dated_on),
        SheetField("field.expires_at", row.expires_at, alarm=over),
        SheetField("field.posted_at", row.posted_at),
        SheetField("field.posted_in", row.posted_in),
        SheetField("field.recorded_by", _name(session, row.recorded_by)),
    )
    related: list[Link] = []
    if row.rumour_id is not None:
        related.append(("community.rumour", row.rumour_id, f"#{row.rumour_id}"))
    return Sheet(f"#{row.id}", filled(*fields), tuple(related))


def copied(session: Reading, key: str, lang: str) -> str | None:
    """What `y` copies of a record: a notice, an answer, a story's public words; None of others.

    Raises:
        Refusal: when the record has nothing yet that may go out.
    """
    kind, _, number = key.rpartition(":")
    match kind:
        case "community.notice":
            row = fetch(session, Notice, int(number))
            if row.state is NoticeState.draft:
                check_public(session, row.chinese, row.english, names_checked=False)
            return text_of(session, row, lang)
        case "community.rumour":
            return reply_to(session, fetch(session, Rumour, int(number)), lang)
        case "community.story":
            story = fetch(session, Story, int(number))
            if story.state not in TELLABLE:
                raise Refusal("refuse.community.no_consent")
            return story.public_text
        case _:
            return None


def _home(session: Reading, household_id: int | None) -> Household | None:
    return None if household_id is None else fetch(session, Household, household_id)


def _name(session: Reading, volunteer_id: int | None) -> str:
    return "" if volunteer_id is None else fetch(session, Volunteer, volunteer_id).name


def _doors(session: Reading, task: bool, *homes: Household | None) -> Iterable[Link]:
    """The doors of a record that whoever looks may know."""
    view = viewpoint(session)
    for home in homes:
        if home is not None and home.id is not None and view.links(home.grid, task):
            yield ("homes.household", home.id, home.door)
