"""A server that says no: one sentence each, with what to do, and never with the password."""

import os
import socket
import struct
import threading
from collections.abc import Iterator

import psycopg
import pytest

from models.rules.refusal import Refusal
from models.store import Actor, Store
from models.store.database import database_of
from models.words import Words
from tests import postgres
from tests.models.store.conftest import AREAS
from tests.models.store.orchard import Tree

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)

SECRET = "dream-secret-42"
GUEST = f"quanan_guest_{os.getpid()}"


def sentences(refusal: Refusal) -> list[str]:
    """What a person reads, checked: one or two sentences, a word on what to do, no password."""
    said = [Words(lang)(refusal.key, **refusal.params) for lang in ("zh", "en")]
    for text in (*said, str(refusal), repr(refusal.params)):
        assert SECRET not in text
        assert "{" not in text or text.startswith("{")
    return said


@pytest.fixture(scope="module")
def branch() -> str:
    url = postgres.database()
    Store.open(url, areas=AREAS).close()
    return url


@pytest.fixture
def as_guest(branch: str) -> Iterator[str]:
    """The branch's address for somebody who may only read."""
    with psycopg.connect(postgres.plain(branch), autocommit=True) as driver:
        driver.execute(f"CREATE ROLE {GUEST} LOGIN")
        driver.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {GUEST}")
        yield branch.replace("://quanan@", f"://{GUEST}:{SECRET}@")
        driver.execute(f"DROP OWNED BY {GUEST}; DROP ROLE {GUEST}")


def ask(branch: str, statement: str) -> None:
    with psycopg.connect(postgres.plain(branch), autocommit=True) as driver:
        driver.execute(statement)  # type: ignore[call-overload]


def write(url: str, actor: Actor) -> Refusal:
    store = Store.open(url, areas=AREAS)
    with store.reading(actor):
        pass  # reading goes
    with pytest.raises(Refusal) as found, store.writing(actor, "orchard.plant") as session:
        session.add(Tree(label="a"))
    store.close()
    return found.value


def test_who_may_only_read_is_told_so(as_guest: str, actor: Actor) -> None:
    refusal = write(as_guest, actor)
    assert refusal.key == "refuse.store.forbidden"
    assert GUEST in sentences(refusal)[0]


def test_a_role_that_only_reads_by_setting_is_told_so(
    as_guest: str, branch: str, actor: Actor
) -> None:
    ask(branch, f"ALTER ROLE {GUEST} SET default_transaction_read_only = on")
    ask(branch, f"GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {GUEST}")
    refusal = write(as_guest, actor)
    assert refusal.key in ("refuse.store.readonly", "refuse.store.forbidden")
    sentences(refusal)


def test_too_many_connections_are_told(as_guest: str, branch: str) -> None:
    ask(branch, f"ALTER ROLE {GUEST} CONNECTION LIMIT 0")
    with pytest.raises(Refusal) as found:
        Store.open(as_guest, areas=AREAS)
    assert found.value.key == "refuse.store.too_many"
    assert "max_connections" in sentences(found.value)[0]


def test_a_role_that_is_not_there_is_a_wrong_name(branch: str) -> None:
    with pytest.raises(Refusal) as found:
        Store.open(branch.replace("://quanan@", f"://nobody_knows:{SECRET}@"), areas=AREAS)
    assert found.value.key == "refuse.store.login"
    sentences(found.value)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ('password authentication failed for user "quanan"', "refuse.store.login"),
        ('用户 "quanan" Password 认证失败', "refuse.store.login"),
        ('database "quanan" does not exist', "refuse.store.no_database"),
        ('数据库 "quanan" 不存在', "refuse.store.no_database"),
        ("sorry, too many clients already", "refuse.store.too_many"),
        ("对不起, 已经有太多的客户", "refuse.store.too_many"),
        ("the database system is starting up", "refuse.store.unreachable"),
    ],
)
def test_what_a_server_says_at_the_door_is_understood(said: str, key: str) -> None:
    door = socket.create_server(("127.0.0.1", 0))

    def refuse() -> None:
        near, _ = door.accept()
        with near:
            near.recv(1 << 12)
            fields = b"SFATAL\0C28000\0M" + said.encode() + b"\0\0"
            near.sendall(b"E" + struct.pack("!i", len(fields) + 4) + fields)

    thread = threading.Thread(target=refuse)
    thread.start()
    port = door.getsockname()[1]
    with door, pytest.raises(Refusal) as found:
        Store.open(
            f"postgresql+psycopg://quanan:{SECRET}@127.0.0.1:{port}/quanan"
            "?sslmode=disable&gssencmode=disable&client_encoding=utf8",
            areas=AREAS,
        )
    thread.join()
    assert found.value.key == key
    sentences(found.value)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://quanan:{SECRET}@localhost:none/quanan",
        f"postgresql+psycopg://quanan:{SECRET}@localhost:1/quanan?nonsense=1",
        f"postgresql+psycopg://quanan:{SECRET}@no-such-host.invalid/quanan",
        f"postgresql+asyncpg://quanan:{SECRET}@localhost/quanan",
        f"mysql://quanan:{SECRET}@localhost/quanan",
        f"nonsense://quanan:{SECRET}@@@",
    ],
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(Refusal) as found:
        database_of(url).exists()
    sentences(found.value)


def test_a_database_is_named_without_its_password() -> None:
    database = database_of(
        f"postgresql+psycopg://quanan:{SECRET}@localhost:1/quanan?password={SECRET}"
    )
    for text in (database.name, repr(database), str(database), database.stem):
        assert SECRET not in text
