"""What the tests of rounds share: who leads, who records, and the sentence of a refusal."""

from models import acts
from models.store import Actor, Store
from models.words import Words


def toast(store: Store, actor: Actor, lang: str = "zh") -> str:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return Words(lang)(f"{line.verb}.did", **line.params)
