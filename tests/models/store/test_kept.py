"""A form that was open is kept for its author, for a day, and for nobody else."""

import datetime as dt

from models.retention import duties
from models.store import Actor, FrozenClock, Store, take_due
from models.store.kept import MOST, KeptForm, OpenForm, keep_forms, kept_forms

FORM = OpenForm("requests.note_new", (), {"fields": {"detail": ["下水堵了 🚰"]}})
ABOUT = OpenForm("requests.wait", ("requests.request:7", "requests.request:9"), {"fields": {}})


def mine(store: Store, actor: Actor) -> tuple[KeptForm, ...]:
    with store.reading(actor) as session:
        return kept_forms(session)


def test_its_author_finds_it_as_it_was_and_nobody_else_does(
    store: Store, volunteer: Actor, secretary: Actor
) -> None:
    keep_forms(store, volunteer, [FORM, ABOUT])
    last, first = mine(store, volunteer)
    assert (first.verb, first.targets, first.typed) == (FORM.verb, (), FORM.typed)
    assert last.targets == ABOUT.targets and last.at == store.clock.now()
    assert mine(store, secretary) == ()


def test_it_is_given_back_once_and_only_to_its_author(
    store: Store, volunteer: Actor, secretary: Actor
) -> None:
    keep_forms(store, volunteer, [FORM])
    (found,) = mine(store, volunteer)
    keep_forms(store, secretary, given_back=[found.id])
    assert len(mine(store, volunteer)) == 1
    keep_forms(store, volunteer, given_back=[found.id])
    assert mine(store, volunteer) == ()


def test_a_day_later_it_is_neither_given_back_nor_there(
    store: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    keep_forms(store, volunteer, [FORM])
    clock.advance(dt.timedelta(days=1))
    assert mine(store, volunteer) == ()
    forget = [duty for duty in duties() if duty.name == "retention.kept_form"]
    assert take_due(store, forget) == ["retention.kept_form"]
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM kept_form").scalar() == 0
    # That something was forgotten is told in the journal, and none of what it said.
    with store.engine.connect() as connection:
        told = connection.exec_driver_sql(
            "SELECT params FROM act_value JOIN act ON act.id = act_id"
            " WHERE verb = 'retention.kept_form'"
        ).all()
    assert len(told) == 1 and "下水" not in str(told)


def test_keeping_is_no_act_and_moves_no_area(store: Store, volunteer: Actor) -> None:
    before = store.areas()
    keep_forms(store, volunteer, [FORM])
    assert store.areas() == before
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM act").scalar() == 0


def test_a_text_beyond_all_measure_is_not_kept_and_the_others_are(
    store: Store, volunteer: Actor
) -> None:
    huge = OpenForm("group_buys.paste", (), {"text": "x" * (MOST + 1)})
    keep_forms(store, volunteer, [huge, FORM])
    assert [one.verb for one in mine(store, volunteer)] == [FORM.verb]


def test_what_nobody_typed_is_given_to_nobody(store: Store) -> None:
    keep_forms(store, Actor.setup(), [FORM])
    assert mine(store, Actor.setup()) == ()
