"""Who acts is who has proved it; what he proves it with is told by nothing that is kept."""

import datetime as dt
import json
import subprocess
import sys

import pytest
import sqlalchemy as sa

from models import accounts, people
from models.accounts import AccountState, LoginWay, hashing
from models.accounts.tables import Account
from models.acts import my_last, undo
from models.history import changes_of
from models.rules import proof
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store, journal
from models.store.drafts import Unfit
from models.store.register import Once, changes, draft_for, perform
from tests.accounts_branch import (
    GRID_LEADER,
    PASSPHRASE,
    PIN,
    SECRETARY,
    VOLUNTEER,
    begin,
    given_account,
    own,
    with_accounts,
    with_people,
)
from tests.conftest import CountStatements, Prepared
from tests.empty import ON_POSTGRES, asks_sqlite

pytestmark = pytest.mark.usefixtures("cheap_hashes")


@pytest.fixture
def branch(prepared: Prepared) -> Store:
    """A secretary, a grid leader and a volunteer who log in."""
    return prepared(with_accounts)


@pytest.fixture
def before(prepared: Prepared) -> Store:
    """The same three before anybody has an account."""
    return prepared(with_people)


def refused(key: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda error: error.key == f"refuse.accounts.{key}")


def account(store: Store, actor: Actor) -> int:
    return accounts.find_account(store, actor.name)


def do(store: Store, actor: Actor, verb: str, record: int | None = None, **given: object) -> object:
    return perform(store, actor, verb, draft_for(verb, given, record)).rows[0]


def row(store: Store, actor: Actor) -> Account:
    with store.reading(SECRETARY) as session:
        found = session.get(Account, account(store, actor))
        assert isinstance(found, Account)
        return found


# ── with and without ────────────────────────────────────────────────────────────────────────────


def test_a_branch_without_accounts_asks_nobody_and_tells_its_secretary(before: Store) -> None:
    with before.reading(SECRETARY) as session:
        assert not accounts.required(session)
        assert accounts.standing(session, VOLUNTEER) == VOLUNTEER
        (alarm,) = accounts.alarms(session)
        assert alarm.text == "alarm.accounts.none" and alarm.since <= session.now
    for other in (GRID_LEADER, VOLUNTEER, Actor.wallboard()):
        with before.reading(other) as session:
            assert accounts.alarms(session) == ()


def test_the_first_account_is_the_secretarys_and_every_other_one_is_made_by_him(
    before: Store,
) -> None:
    with refused("own_first"):
        do(before, SECRETARY, "accounts.create", 3)
    begin(before)
    with before.reading(SECRETARY) as session:
        assert accounts.required(session)
        assert accounts.alarms(session) == ()
        assert [line.state for line in accounts.accounts(session)] == [AccountState.open]
    with refused("begun"):
        begin(before)
    with refused("exists"):
        do(before, SECRETARY, "accounts.create", 1)


@pytest.mark.parametrize(
    "verb",
    ["accounts.create", "accounts.reset", "accounts.disable", "accounts.enable"],
)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.secretary])
def test_only_the_secretary_makes_and_takes(branch: Store, verb: str, role: Role) -> None:
    with pytest.raises(Refusal, match="refuse.role"):
        do(branch, Actor(9, "李", role), verb, 3)


def test_the_wall_board_has_no_passphrase_of_its_own_to_change(branch: Store) -> None:
    for verb in ("accounts.change_passphrase", "accounts.set_pin", "accounts.begin"):
        with pytest.raises(Refusal, match="refuse.role"):
            changes()[verb].check_role(Role.wallboard)


# ── being let in ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("actor", [SECRETARY, GRID_LEADER, VOLUNTEER], ids=lambda one: one.role)
def test_everybody_is_let_in_as_who_he_is(branch: Store, actor: Actor) -> None:
    for name in (actor.name, f"@{_handle(branch, actor)}"):
        found = accounts.find_account(branch, name)
        assert accounts.log_in(branch, found, PASSPHRASE) == accounts.Entered(actor, False)
    with branch.reading(SECRETARY) as session:
        last = journal.acts(session, limit=1)[0]
    assert (last.verb, last.actor_id) == ("accounts.log_in", actor.id)


def _handle(store: Store, actor: Actor) -> str:
    with store.reading(SECRETARY) as session:
        return next(handle for _, one, handle in accounts.may_log_in(session) if one == actor)


def test_what_an_input_method_sends_wide_is_the_same_passphrase(before: Store) -> None:
    given = {"passphrase": "ｓｏｎｇ　ｏｆ　１９", "again": "song of 19"}
    perform(before, SECRETARY, "accounts.begin", draft_for("accounts.begin", given))
    accounts.log_in(before, account(before, SECRETARY), "ｓong of 19 ")


def test_a_passphrase_told_by_somebody_else_must_be_changed(branch: Store) -> None:
    once = do(branch, SECRETARY, "accounts.reset", 3)
    assert isinstance(once, Once) and once.text not in repr(once)
    with pytest.raises(Refusal):
        accounts.log_in(branch, account(branch, VOLUNTEER), PASSPHRASE)
    assert accounts.log_in(branch, account(branch, VOLUNTEER), once.text).must_change
    with branch.reading(VOLUNTEER) as session:
        assert accounts.standing(session, VOLUNTEER) == VOLUNTEER, "a reset puts nobody out"
        assert accounts.proof_of(session, VOLUNTEER) == (account(branch, VOLUNTEER), False)
    own(branch, VOLUNTEER, once.text, "山高水长日月久远")
    assert not accounts.log_in(branch, account(branch, VOLUNTEER), "山高水长日月久远").must_change


def test_one_has_to_know_the_old_passphrase_and_failing_is_counted(branch: Store) -> None:
    given = {"old": "not this one", "passphrase": "山高水长日月久远", "again": "山高水长日月久远"}
    for _ in range(2):
        with refused("wrong.again"):
            do(branch, VOLUNTEER, "accounts.change_passphrase", **given)
    with refused("wrong"):
        do(branch, VOLUNTEER, "accounts.set_pin", passphrase="nor this one", pin="7391")
    assert row(branch, VOLUNTEER).failures == 3
    with refused("wait"):
        do(branch, VOLUNTEER, "accounts.set_pin", passphrase=PASSPHRASE, pin="7391")
    with refused("own_reset"):
        do(branch, SECRETARY, "accounts.reset", 1)


def test_a_key_proves_a_person_and_only_one_who_may_come_in(branch: Store) -> None:
    assert accounts.log_in_by_key(branch, "高志明").actor == VOLUNTEER
    do(branch, SECRETARY, "accounts.disable", 3)
    with refused("disabled"):
        accounts.log_in_by_key(branch, "高志明")


def test_a_wall_board_logs_in_as_nobody(branch: Store) -> None:
    once = do(branch, SECRETARY, "accounts.add_board", label="大厅")
    assert isinstance(once, Once)
    found = accounts.find_account(branch, "大厅")
    entered = accounts.log_in(branch, found, once.text)
    assert entered == accounts.Entered(Actor(None, "大厅", Role.wallboard), False)
    with refused("exists"):
        do(branch, SECRETARY, "accounts.add_board", label="大厅")
    do(branch, SECRETARY, "accounts.remove_board", found)
    with branch.reading(SECRETARY) as session:
        assert all(actor.id is not None for _, actor, _ in accounts.may_log_in(session))


# ── failing ─────────────────────────────────────────────────────────────────────────────────────


def test_each_failure_after_the_second_waits_twice_as_long_up_to_minutes() -> None:
    waits = [proof.wait_after(n) for n in range(14)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert proof.wait_after(10**9) == proof.LONGEST


def test_whoever_guesses_waits_and_the_right_one_is_refused_too_early(
    branch: Store, clock: FrozenClock
) -> None:
    found = account(branch, VOLUNTEER)
    for wait in (0, 0, 1, 2, 4):
        with pytest.raises(Refusal) as told:
            accounts.log_in(branch, found, "guess")
        assert told.value.params.get("seconds", 0) == wait
        if wait:
            with refused("wait"):
                accounts.log_in(branch, found, PASSPHRASE)
            clock.advance(dt.timedelta(seconds=wait))
    accounts.log_in(branch, found, PASSPHRASE)
    assert (row(branch, VOLUNTEER).failures, row(branch, VOLUNTEER).not_before) == (0, None)


def test_the_wait_of_one_person_is_not_anothers(branch: Store) -> None:
    for _ in range(3):
        with pytest.raises(Refusal):
            accounts.log_in(branch, account(branch, VOLUNTEER), "guess")
    accounts.log_in(branch, account(branch, SECRETARY), PASSPHRASE)


def test_a_clock_that_was_set_back_keeps_nobody_out(branch: Store, clock: FrozenClock) -> None:
    for _ in range(3):
        with pytest.raises(Refusal):
            accounts.log_in(branch, account(branch, VOLUNTEER), "guess")
    clock.advance(dt.timedelta(days=-1))
    accounts.log_in(branch, account(branch, VOLUNTEER), PASSPHRASE)


def test_a_number_holds_against_guessing_because_the_tries_are_few(
    branch: Store, clock: FrozenClock
) -> None:
    found = account(branch, VOLUNTEER)
    for _ in range(proof.TRIES_BY_PIN):
        with pytest.raises(Refusal):
            accounts.unlock(branch, found, "1111", LoginWay.pin)
        clock.advance(dt.timedelta(seconds=proof.LONGEST))
    with refused("pin_spent"):
        accounts.unlock(branch, found, "7391", LoginWay.pin)
    with branch.reading(VOLUNTEER) as session:
        assert accounts.proof_of(session, VOLUNTEER) == (found, False)
    with branch.reading(SECRETARY) as session:
        (alarm,) = accounts.alarms(session)
        assert (alarm.severity, alarm.record) == ("red", "people.volunteer:3")
    assert accounts.unlock(branch, found, PASSPHRASE, LoginWay.passphrase) == VOLUNTEER
    assert accounts.unlock(branch, found, "7391", LoginWay.pin) == VOLUNTEER


def test_who_has_no_number_is_asked_for_the_passphrase(branch: Store) -> None:
    with refused("no_pin"):
        accounts.unlock(branch, account(branch, GRID_LEADER), "", LoginWay.pin)
    do(branch, VOLUNTEER, "accounts.set_pin", passphrase=PASSPHRASE, pin="")
    with refused("no_pin"):
        accounts.unlock(branch, account(branch, VOLUNTEER), "7391", LoginWay.pin)


GUESS = """
import sys
from models import accounts
from models.rules.refusal import Refusal
from models.store import Clock, Store
store = Store.open(sys.argv[1], Clock.frozen("2022-04-08T10:30"))
for line in sys.stdin:
    try:
        accounts.log_in(store, int(sys.argv[2]), line.strip())
        print("in", flush=True)
    except Refusal as refusal:
        print(refusal.key, flush=True)
"""


def test_two_terminals_share_the_wait(branch: Store) -> None:
    found = account(branch, VOLUNTEER)
    other = subprocess.Popen(
        [sys.executable, "-c", GUESS, branch.url, str(found)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin is not None and other.stdout is not None

    def elsewhere(text: str) -> str:
        assert other.stdin is not None and other.stdout is not None
        print(text, file=other.stdin, flush=True)
        return other.stdout.readline().strip()

    try:
        with refused("wrong.again"):
            accounts.log_in(branch, found, "guess")
        assert elsewhere("guess") == "refuse.accounts.wrong.again"
        with refused("wrong"):
            accounts.log_in(branch, found, "guess")
        assert elsewhere(PASSPHRASE) == "refuse.accounts.wait"
    finally:
        other.stdin.close()
        other.wait()
        other.stdout.close()


# ── leaving ─────────────────────────────────────────────────────────────────────────────────────


def test_whoever_stops_serving_is_let_in_no_more_from_the_same_act_on(branch: Store) -> None:
    act = perform(branch, SECRETARY, "people.demobilise", draft_for("people.demobilise", {}, 3))
    assert row_of(branch, 3).disabled_at is not None
    with branch.reading(SECRETARY) as session:
        assert accounts.standing(session, VOLUNTEER) is None
        touched = {line.table for line in journal.entries(session, act.act_id or 0)}
    assert {"account", "volunteer"} <= touched
    undo(branch, SECRETARY, act.act_id or 0)
    accounts.log_in(branch, account(branch, VOLUNTEER), PASSPHRASE)
    do(branch, SECRETARY, "people.demobilise", 3)
    do(branch, SECRETARY, "people.rejoin", 3)
    with refused("disabled"):
        accounts.log_in(branch, account(branch, VOLUNTEER), PASSPHRASE)
    do(branch, SECRETARY, "accounts.enable", 3)
    accounts.log_in(branch, account(branch, VOLUNTEER), PASSPHRASE)


def row_of(store: Store, volunteer_id: int) -> Account:
    with store.reading(SECRETARY) as session:
        found = session.exec(
            sa.select(Account).where(Account.volunteer_id == volunteer_id)  # type: ignore[arg-type]
        ).one()
        return found[0]  # type: ignore[no-any-return]


def test_whoever_leaves_on_a_later_day_works_until_then(branch: Store, clock: FrozenClock) -> None:
    day = clock.today() + dt.timedelta(days=2)
    do(branch, SECRETARY, "people.demobilise", 3, demobilised_on=day)
    found = row_of(branch, 3).id or 0
    accounts.log_in(branch, found, PASSPHRASE)
    clock.advance(dt.timedelta(days=2))
    with refused("disabled"):
        accounts.log_in(branch, found, PASSPHRASE)


def test_the_last_secretary_who_can_log_in_stays(branch: Store) -> None:
    with refused("last"):
        do(branch, SECRETARY, "accounts.disable", 1)
    given = {"name": "许冬生", "role": Role.secretary}
    do(branch, SECRETARY, "people.add_volunteer", **given)
    for verb in ("accounts.disable", "people.demobilise"):
        with refused("last"):
            do(branch, SECRETARY, verb, 1)
    do(branch, SECRETARY, "accounts.create", 4)
    do(branch, Actor(4, "许冬生", Role.secretary), "accounts.disable", 1)


def test_a_role_that_was_given_meanwhile_is_the_one_that_acts(branch: Store) -> None:
    from models.store.drafts import Edit

    edit = Edit(id=3, changed={"role": Role.shift_leader}, opened={"role": Role.volunteer})
    perform(branch, SECRETARY, "people.edit_volunteer", edit)
    with branch.reading(SECRETARY) as session:
        assert accounts.standing(session, VOLUNTEER) == Actor(3, "高志明", Role.shift_leader)


# ── what may be chosen ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("passphrase", "短的口令", "passphrase_short"),
        ("passphrase", "12121212", "passphrase_easy"),
        ("pin", "123", "pin_form"),
        ("pin", "1234567", "pin_form"),
        ("pin", "25a0", "pin_form"),
        ("pin", "0000", "pin_easy"),
        ("pin", "123456", "pin_easy"),
        ("pin", "98765", "pin_easy"),
    ],
)
def test_what_is_easily_guessed_is_refused(field: str, value: str, reason: str) -> None:
    given = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "pin": PIN, field: value}
    given["again"] = given["passphrase"]
    with pytest.raises(Unfit) as told:
        draft_for("accounts.begin", given)
    assert told.value.fields[field][0] == f"refuse.input.{reason}"
    assert value not in repr(told.value.fields)


def test_what_was_typed_twice_must_be_the_same() -> None:
    with pytest.raises(Unfit) as told:
        draft_for("accounts.begin", {"passphrase": PASSPHRASE, "again": PASSPHRASE[:-1]})
    assert told.value.fields["again"][0] == "refuse.input.passphrase_differs"


# ── nothing tells it ────────────────────────────────────────────────────────────────────────────


def test_no_draft_and_no_row_prints_what_it_holds(branch: Store) -> None:
    for verb in ("accounts.begin", "accounts.change_passphrase", "accounts.set_pin"):
        asked = changes()[verb].draft.model_fields
        given = {name: PIN if name == "pin" else PASSPHRASE for name in asked}
        told = repr(draft_for(verb, given))
        assert PASSPHRASE not in told and PIN not in told
    kept = row(branch, VOLUNTEER)
    for told in (repr(kept), str(kept), kept.model_dump_json()):
        assert "argon2" not in told


def test_the_journal_keeps_that_it_changed_and_nothing_else(branch: Store) -> None:
    for typed in ("a guess of mine", "高山流水遇知音"):
        with pytest.raises(Refusal):
            accounts.log_in(branch, account(branch, GRID_LEADER), typed)
    given = do(branch, SECRETARY, "accounts.reset", 3)
    assert isinstance(given, Once)
    with branch.engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        for table in tables:
            text = json.dumps(
                [
                    list(map(str, one))
                    for one in connection.execute(sa.text(f"SELECT * FROM {table}"))
                ],  # noqa: S608
                ensure_ascii=False,
            )
            for secret in (PASSPHRASE, given.text, "a guess of mine", "高山流水遇知音"):
                assert secret not in text, table
            assert ("argon2" in text) == (table == "account"), table
    with branch.reading(SECRETARY) as session:
        assert journal.verify(session).sound


@asks_sqlite
def test_no_byte_of_the_file_is_a_passphrase(branch: Store) -> None:
    assert not ON_POSTGRES
    given = do(branch, SECRETARY, "accounts.reset", 3)
    assert isinstance(given, Once)
    kept = b"".join(
        path.read_bytes() for path in branch.path.parent.iterdir() if path.stem == branch.path.stem
    )
    assert b"argon2id" in kept
    for secret in (PASSPHRASE, given.text):
        assert secret.encode() not in kept


def test_the_journal_room_hides_it_from_the_secretary_too(branch: Store) -> None:
    act = perform(branch, SECRETARY, "accounts.reset", draft_for("accounts.reset", {}, 3))
    with branch.reading(SECRETARY) as session:
        (changed,) = changes_of(session, act.act_id or 0).rows
    hidden = {field.name: field for field in changed.fields if field.hidden}
    assert hidden.keys() == {"passphrase", "pin"}
    assert all(field.before is field.after is None for field in hidden.values())


def test_what_is_not_kept_is_not_put_back(branch: Store) -> None:
    act = perform(branch, SECRETARY, "accounts.reset", draft_for("accounts.reset", {}, 3))
    with pytest.raises(Refusal, match=r"refuse\.undo\.never"):
        undo(branch, SECRETARY, act.act_id or 0)
    with (
        pytest.raises(Refusal, match=r"refuse\.undo\.secret"),
        branch.writing(SECRETARY, "undo") as session,
    ):
        journal.undo(session, act.act_id or 0)


def test_an_account_made_by_mistake_is_taken_back_and_a_log_in_never(before: Store) -> None:
    begin(before)
    given_account(before, VOLUNTEER)
    accounts.log_in(before, account(before, SECRETARY), PASSPHRASE)
    with before.reading(SECRETARY) as session:
        last = my_last(session)
    assert last is not None and last.verb == "accounts.create", "the log-in itself stays"
    undone = undo(before, SECRETARY, last.id)
    with refused("none"):
        accounts.find_account(before, "高志明")
    with pytest.raises(Refusal, match=r"refuse\.undo\.secret"):
        undo(before, SECRETARY, undone or 0)


def test_what_was_kept_in_an_easier_way_is_kept_anew(
    branch: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row(branch, VOLUNTEER).passphrase
    monkeypatch.setattr(hashing, "KIBIBYTES", 16)
    hashing._hasher.cache_clear()
    accounts.log_in(branch, account(branch, VOLUNTEER), PASSPHRASE)
    after = row(branch, VOLUNTEER).passphrase
    assert before != after and "m=16" in after
    accounts.log_in(branch, account(branch, VOLUNTEER), PASSPHRASE)
    assert row(branch, VOLUNTEER).passphrase == after


def test_what_is_kept_is_as_hard_as_decided() -> None:
    hashing._hasher.cache_clear()
    try:
        hasher = hashing._hasher()
    finally:
        hashing._hasher.cache_clear()
    assert hasher.type.name == "ID"
    # The cheap ones of this test are patched in; what the module says is what is used elsewhere.
    source = __import__("pathlib").Path(hashing.__file__).read_text(encoding="utf-8")
    assert "ROUNDS, KIBIBYTES, LANES = 2, 19 * 1024, 1" in source


def test_the_question_at_the_start_is_one_statement(
    branch: Store, count_statements: CountStatements
) -> None:
    with branch.reading(SECRETARY) as session:
        session.connection()
        with count_statements(branch) as asked:
            assert accounts.required(session)
    assert asked.count == 1


def test_people_and_find_tell_nothing_of_it(branch: Store) -> None:
    from models.find import anything
    from models.store.register import opened_sheet

    with branch.reading(SECRETARY) as session:
        assert anything(session, "argon2") == ()
        told = {
            field.label: field.value
            for field in opened_sheet(session, "people.volunteer", 3).fields
        }
    assert told["field.account"] is AccountState.open and told["field.account_pin"] is True
    assert "argon2" not in repr(told)
    with branch.reading(GRID_LEADER) as session:
        fields = opened_sheet(session, "people.volunteer", 3).fields
    assert "field.account" not in {field.label for field in fields}
    assert people.counts
