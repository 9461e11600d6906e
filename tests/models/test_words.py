"""Every text there is, in both languages: nothing the desk can say is missing from the table."""

import re
import string
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

import models
from models.store.areas import whole
from models.store.drafts import asks
from models.store.register import changes, kinds, lookup, quick_lines
from models.words import Words, table

ROOT = Path(models.__file__).parent.parent
SOURCES = [
    path
    for folder in ("models", "screens", "tui")
    for path in (ROOT / folder).rglob("*.py")
    if "words" not in path.parts and path.parts[-2:] != ("store", "acts.py")
]
SAID = re.compile(r"""(?:Refusal|words|_say|say|Key|_words)\(\s*"([a-z_]+(?:\.[a-z_0-9]+)+)\"""")
RAISED = re.compile(r"""raise ValueError\("([a-z_]+)"\)""")


@pytest.fixture(scope="module", autouse=True)
def every_area() -> None:
    for area in models.AREAS:
        whole(f"models.{area}")
    import_module("models.imports")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_placeholders() -> None:
    differing = {k: t for k, t in table().items() if fields(t[0]) != fields(t[1])}
    assert not differing


def test_no_text_is_empty() -> None:
    assert not [key for key, (zh, en) in table().items() if not zh.strip() or not en.strip()]


def test_every_verb_has_its_word_and_its_sentence() -> None:
    words = Words("zh")
    missing = [
        key
        for verb in changes()
        for key in (verb, f"{verb}.did")
        if not words.has(key) and not verb.startswith("toys.")
    ]
    assert not missing


def test_every_field_has_a_label_and_every_choice_a_word() -> None:
    words = Words("zh")
    missing = set()
    for change in changes().values():
        if change.verb.startswith("toys."):
            continue
        for ask in asks(change.fields or change.draft):
            keys = [ask.label, *([ask.hint] if ask.hint else [])]
            keys += [f"{type(m).__name__}.{m.value}" for m in ask.enum or ()]
            missing |= {f"{change.verb}: {key}" for key in keys if not words.has(key)}
    assert not missing


def test_every_kind_has_a_word_and_only_verbs_that_exist() -> None:
    words = Words("zh")
    for kind in kinds().values():
        if kind.name.startswith("toys."):
            continue
        assert words.has(f"kind.{kind.name}"), kind.name
        for verb in (*kind.verbs, *filter(None, (kind.edit, kind.reveal))):
            assert verb in changes(), f"{kind.name}: {verb}"


def test_every_state_of_every_machine_has_a_word() -> None:
    words = Words("zh")
    for kind in kinds().values():
        if kind.machine is not None and not kind.name.startswith("toys."):
            missing = [s for s in kind.machine.states if not words.has(f"{kind.machine.name}.{s}")]
            assert not missing, kind.name


def test_every_key_that_the_code_says_is_in_the_table() -> None:
    words = Words("zh")
    missing = {
        f"{path.relative_to(ROOT)}: {key}"
        for path in SOURCES
        for key in SAID.findall(path.read_text(encoding="utf-8"))
        if not words.has(key)
    }
    assert not missing


def test_every_reason_a_validator_gives_has_a_sentence() -> None:
    words = Words("zh")
    missing = {
        f"{path.relative_to(ROOT)}: {reason}"
        for path in SOURCES
        for reason in RAISED.findall(path.read_text(encoding="utf-8"))
        if "rules" not in path.parts and not words.has(f"refuse.input.{reason}")
    }
    assert not missing


def test_no_word_of_the_quick_line_begins_two_things() -> None:
    found = Counter(word.casefold() for line in quick_lines() for word in line.words)
    assert not {word: n for word, n in found.items() if n > 1}


def test_english_counts_say_one_and_many() -> None:
    words = Words("en")
    assert words("head.alarms", n=1) == "! 1 alarm"
    assert words("head.alarms", n=3) == "! 3 alarms"


def test_words_of_the_footer_and_the_panels_fit_eighty_columns() -> None:
    for lang in ("zh", "en"):
        words = Words(lang)
        for key in table():
            if re.fullmatch(r"key\.[a-z_]+", key):
                assert len(words(key)) <= 12, (lang, key)


def test_what_a_form_is_about_is_asked_first() -> None:
    """Drafts build on each other; what they share must not stand before what they are about."""
    begin = {
        "gate.let_out": ["household_id", "purpose", "name"],
        "gate.let_in": ["name", "purpose"],
        "rounds.plan": ["kind", "starts_at"],
        "rounds.disinfect_where": ["building_id", "target"],
        "community.record_gift": ["household_id", "item", "receiver_id"],
        "homes.add_household": ["door"],
        "patrols.set_out": ["route_id"],
    }
    for verb, names in begin.items():
        asked = [ask.name for ask in lookup(verb).asks]
        assert asked[: len(names)] == names and len(set(asked)) == len(asked)
