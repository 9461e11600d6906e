"""The notice to residents: what is kept of them, why, who sees it, and until when, on one page.

The promise: it says what holds. Who sees how much is read off the very table that masks every
screen, and the days off the rule set that erases; nothing of it is written down a second time.
"""

from itertools import groupby

from models.branch import branch
from models.branch.reads import ruled
from models.exports.eye import Eye
from models.papers.paper import Block, Column, Paper, Scope
from models.papers.tables import PublicPaper
from models.rules.masking import sight
from models.rules.refusal import Refusal
from models.rules.retention import RetentionRules
from models.sheets import Value
from models.store.engine import Reading
from models.words import Words

_COLUMNS = (
    Column("notice_what", 42),
    Column("notice_why", 40),
    Column("notice_who"),
    Column("notice_until", 34),
)
_OF_PEOPLE = {"name": "", "phone": "", "door": "", "illness": "care", "isolation": "isolation"}
"""What is masked by role, and the ledger whose days end it; empty where the branch's end does."""
_RECORDS = {
    "requests": "requests",
    "rounds": "rounds",
    "gate": "gate",
    "patrols": "patrols",
    "group_buys": "group_buys",
    "chain": "chain_text",
    "community": "community",
    "looks": "journal",
}
"""What is written down of what happened, and its ledger."""
_WHO = (
    ("secretary", "secretary", False, False),
    ("grid", "grid_leader", False, True),
    ("on_task", "volunteer", True, False),
    ("otherwise", "volunteer", False, False),
)
"""What the notice calls somebody, the role, on the task, in one's own grid."""
_LEADS = ("lead", "never", "rights", "end", "ask")


def residents_notice(session: Reading, _eye: Eye, words: Words, _scope: Scope) -> Paper:
    """The notice; it names nobody, so it is the same whoever prints it."""
    found = branch(session)
    name = found.full_name if found else words("app.name")
    days = _days(session)
    rows: list[tuple[Value, ...]] = [
        (
            words(f"residents_notice.what.{one}"),
            words(f"residents_notice.why.{one}"),
            _seen(one, words),
            _until(ledger, days, words),
        )
        for one, ledger in _OF_PEOPLE.items()
    ]
    rows += [
        (
            words(f"residents_notice.what.{one}"),
            words(f"residents_notice.why.{one}"),
            words(
                f"residents_notice.who.{one}" if one == "looks" else "residents_notice.who.records"
            ),
            _until(ledger, days, words),
        )
        for one, ledger in _RECORDS.items()
    ]
    block = Block(
        title=words("residents_notice.title", branch=name),
        columns=_COLUMNS,
        rows=rows,
        lead=tuple(words(f"residents_notice.{one}", branch=name) for one in _LEADS),
    )
    return Paper(PublicPaper.residents_notice, (block,))


def _seen(field: str, words: Words) -> str:
    """Who sees how much of a field; those who see the same are told together."""
    sights = [
        (words(f"residents_notice.role.{name}"), sight(role, field, on_task, own_grid))
        for name, role, on_task, own_grid in _WHO
    ]
    told = (
        words(
            "residents_notice.sees",
            who=words("residents_notice.and").join(name for name, _ in group),
            what=words(f"residents_notice.sight.{seen}"),
        )
        for seen, group in groupby(sights, key=lambda one: one[1])
    )
    return words("residents_notice.semicolon").join(told)


def _until(ledger: str, days: dict[str, int], words: Words) -> str:
    if ledger not in days:
        return words("residents_notice.until.end")
    return words(f"residents_notice.until.{ledger}", n=days[ledger])


def _days(session: Reading) -> dict[str, int]:
    try:
        return dict(ruled(session, "retention", RetentionRules.from_data).days)
    except Refusal:
        return {}  # without a rule nothing is erased before the end
