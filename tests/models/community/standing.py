"""What the tests of the community share: a desk among neighbours, and one record of each kind."""

import datetime as dt
from typing import Any

from models.store import Actor, Store
from models.store.drafts import Edit
from models.store.register import opened_values, perform
from tests.models.crew import at, do
from tests.models.neighbours import FAR, POLICE, WANG

SUN = 4
"""The volunteer of the tests."""
DAY = dt.date(2022, 4, 8)


def offer(desk: Store, actor: Actor, item: str = "白菜两棵", **more: Any) -> Any:
    return do(desk, actor, "community.offer", household_id=WANG, item=item, **more)


def rumour(desk: Store, actor: Actor, text: str = "今晚封城，超市要关") -> Any:
    return do(desk, actor, "community.hear", text=text)


def judged(desk: Store, actor: Actor) -> Any:
    heard = rumour(desk, actor)
    do(desk, actor, "community.check_rumour", heard.id, partner_id=POLICE)
    return do(desk, actor, "community.judge", heard.id, finding="false", answer="商超照常供应。")


def conflict(desk: Store, actor: Actor, **more: Any) -> Any:
    values = {"kind": "noise", "household_id": WANG, "other_household_id": FAR, **more}
    return do(desk, actor, "community.report_conflict", matter="楼上半夜拖椅子", **values)


def notice(desk: Store, actor: Actor, kind: str = "free", **more: Any) -> Any:
    values = {"what": "今天消毒，请关窗。", "expires_at": at("18:00"), **more}
    return do(desk, actor, "community.compose", kind=kind, **values)


def edit(desk: Store, actor: Actor, kind: str, row: Any, **changed: Any) -> Any:
    with desk.reading(actor) as session:
        opened = opened_values(session, f"community.{kind}", row.id)
    draft = Edit(id=row.id, changed=changed, opened=opened)
    return perform(desk, actor, f"community.edit_{kind}", draft).rows[0]
