"""Personal settings: what was chosen is there again, and a broken file stops nobody."""

from pathlib import Path

import pytest

from models.words import table
from tui.settings import Personal, Settings


def test_what_was_chosen_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    assert Personal.load(path).settings == Settings()
    assert Personal.load(path).keep(lang="en", narrow_marks=True) == ""
    assert Personal.load(path).settings == Settings(lang="en", narrow_marks=True)
    assert [found.name for found in path.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("text", "trouble", "lang"),
    [
        ("lang = ", "settings.file.unreadable", ""),
        ('lang = "fr"\ntheme = 3', "settings.file.wrong", ""),
        ('lang = "en"\nnarrow_marks = "perhaps"', "settings.file.wrong", "en"),
        ('lang = "en"\nof_a_later_edition = 1', "", "en"),
    ],
)
def test_a_broken_file_gives_defaults_and_a_sentence(
    tmp_path: Path, text: str, trouble: str, lang: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    found = Personal.load(path)
    assert (found.trouble, found.settings) == (trouble, Settings(lang=lang))
    assert not trouble or trouble in table()


def test_a_file_that_cannot_be_written_is_said_and_the_choice_holds(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way", encoding="utf-8")
    personal = Personal(tmp_path / "folder" / "settings.toml", Settings())
    assert personal.keep(theme="quanan-light") == "settings.file.not_kept"
    assert personal.settings.theme == "quanan-light"


def test_bytes_that_are_no_text_are_no_reason_not_to_open(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00lang")
    assert Personal.load(path).trouble == "settings.file.unreadable"


def test_people_who_share_a_user_choose_each_for_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    Personal.of("高志/..").keep(lang="en", idle_minutes=1)
    assert Personal.of("高志/..").settings == Settings(lang="en", idle_minutes=1)
    assert Personal.of("于洋").settings == Personal.of(None).settings == Settings()
    kept = {found.parent.name for found in tmp_path.rglob("*.toml")}
    assert kept == {"people"}


def test_where_copies_lie_is_the_machines_whoever_chose_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    Personal.of("高志").keep(backups="/media/usb")
    assert Personal.of(None).settings == Settings(backups="/media/usb")
    assert Personal.of("于洋").settings.backups == "/media/usb"
