"""What is committed holds on any machine: no source of packages, no path of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# In pieces, so that this file does not hold what it looks for.
REGISTRIES = tuple(
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
        ("conda", "anaconda", "org"),
    )
)
INDEX_OPTION = "-".join(("index", "url"))
MACHINE_PATH = re.compile(r"(?<![A-Za-z0-9_.])/" + "(?:work|root|farm)" + "/")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def tracked_texts() -> list[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.fail("what is committed can only be asked of git, and this is no clone")
    texts = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" not in data:
            texts.append((name, data.decode("utf-8", "replace")))
    return texts


def test_no_committed_text_holds_a_registry_or_a_path_of_one_machine() -> None:
    texts = tracked_texts()
    assert texts
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
        or INDEX_OPTION in line
        or any(host in line for host in REGISTRIES)
    ]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    pins = re.findall(r"^\S+==\S+.*\n(?:    --hash=sha256:[0-9a-f]{64}.*\n)+", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S", text, re.MULTILINE)) > 0


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make demo" in readme
    assert "make test" in readme
