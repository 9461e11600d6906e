"""Notices for the group chat: a template, filled from the records, in both languages.

A slot of a template is filled from what was typed, else from the records, else from its own
default; a slot that nothing fills is asked for by its field, never left blank.
"""

import datetime as dt
import string
from collections.abc import Mapping
from types import MappingProxyType

from models.branch.reads import ruled
from models.community.drafts import ComposeNotice
from models.community.known import Known
from models.community.states import NoticeKind
from models.community.tables import Notice, Rumour
from models.people import PartnerKind
from models.people.reads import partners
from models.people.side_tables import Partner
from models.rules.refusal import Refusal
from models.rules.timetable import SamplingRules
from models.store.drafts import Unfit
from models.store.engine import Reading
from models.store.session import fetch
from models.words import LANGUAGES, Words
from models.words.community_notices import MESSAGES

Filled = Mapping[str, str]
"""Language -> the words of a notice."""

ASKED_IN: Mapping[str, str] = MappingProxyType(
    {
        "day": "day",
        "hours": "hours",
        "place": "place",
        "what": "what",
        "rumour": "rumour_id",
        "answer": "rumour_id",
        "source": "rumour_id",
    }
)
"""Slot of a template -> the field of the form that fills it."""
PHONES = (PartnerKind.clinic, PartnerKind.emergency_120)
"""Whose number is given to somebody at home who feels unwell; the first there is."""


def slots_of(kind: NoticeKind, lang: str = LANGUAGES[0]) -> tuple[str, ...]:
    """What the template of a kind is filled with."""
    template = MESSAGES[f"notice_text.{kind.value}"][LANGUAGES.index(lang)]
    found = (name for _, name, _, _ in string.Formatter().parse(template) if name)
    return tuple(dict.fromkeys(found))


def filled(session: Reading, draft: ComposeNotice, known: Known) -> Filled:
    """The words of a notice in every language.

    Raises:
        Unfit: naming the fields the template needs and nothing fills.
    """
    found = {lang: _slots(session, draft, known, Words(lang)) for lang in LANGUAGES}
    blank: dict[str, tuple[str, dict[str, object]]] = {}
    for name in slots_of(draft.kind):
        if name in ASKED_IN and name not in found[LANGUAGES[0]]:
            blank[ASKED_IN[name]] = ("refuse.community.blank", {})
    if blank:
        raise Unfit(blank, _labels())
    return {
        lang: " ".join(Words(lang)(f"notice_text.{draft.kind.value}", **slots).split())
        for lang, slots in found.items()
    }


def text_of(session: Reading, row: Notice, lang: str) -> str:
    """A notice as it is posted: its words, its day, and until when they hold."""
    words = Words(lang)
    until = session.clock.local(row.expires_at)
    held = words(
        "notice_text.expires",
        day=said_day(row.dated_on, lang),
        until=f"{said_day(until.date(), lang)} {until:%H:%M}",
    )
    return f"{row.chinese if lang == 'zh' else row.english}{' ' if lang == 'en' else ''}{held}"


def reply_to(session: Reading, row: Rumour, lang: str) -> str:
    """The official answer to a rumour, ready to be posted.

    Raises:
        Refusal: when there is no answer yet.
    """
    if not row.answer or row.finding is None:
        raise Refusal("refuse.community.unanswered")
    words = Words(lang)
    return words(
        "notice_text.rumour_reply",
        rumour=row.text,
        finding=words.of(row.finding),
        answer=row.answer,
        source=source_of(session, row, words),
    )


def source_of(session: Reading, row: Rumour, words: Words) -> str:
    """With whom a rumour was checked."""
    if row.partner_id is not None:
        return fetch(session, Partner, row.partner_id).name
    return row.checked_with or words("community.branch")


def said_day(day: dt.date, lang: str) -> str:
    """A day as people say it: 4月9日, 9 April."""
    return f"{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {day:%B}"


def _slots(session: Reading, draft: ComposeNotice, known: Known, words: Words) -> dict[str, str]:
    """Every slot that something fills: what was typed, the records, the slot's own default."""
    on = draft.day or known.day
    found = {
        "day": said_day(on, words.lang) if on is not None else "",
        "hours": draft.hours or known.said_hours(words),
        "place": draft.place or known.place,
        "what": draft.what or known.what,
    }
    found = {name: value for name, value in found.items() if value}
    default = f"notice_text.what.{draft.kind.value}"
    if words.has(default):
        found.setdefault("what", words(default))
    if draft.kind is NoticeKind.pupils_first:
        found.setdefault("hours", _pupils(session))
    asked = slots_of(draft.kind)
    if "phone" in asked:
        found["phone"] = _phone(session)
    if "rumour" in asked and draft.rumour_id is not None:
        row = fetch(session, Rumour, draft.rumour_id)
        if not row.answer:
            raise Refusal("refuse.community.unanswered")
        source = source_of(session, row, words)
        found |= {"rumour": row.text, "answer": row.answer, "source": source}
    return found


def _pupils(session: Reading) -> str:
    """The hours between lessons, as the rule set of the tests says."""
    rules = ruled(session, "testing", SamplingRules.from_data)
    return f"{rules.pupils_from:%H:%M}-{rules.pupils_until:%H:%M}"


def _phone(session: Reading) -> str:
    listed = partners(session)
    found = (line.phone for kind in PHONES for line in listed if line.kind is kind and line.phone)
    number = next(found, "")
    if not number:
        raise Refusal("refuse.community.no_phone")
    return number


def _labels() -> dict[str, str]:
    return {name: f.title for name, f in ComposeNotice.model_fields.items() if f.title}
