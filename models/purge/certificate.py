"""The deletion certificate: what was deleted, when, by whose confirmation, and a digest of it all.

It says what the two who confirmed are to the branch, and not their names: a paper that proves that
nobody's name is kept must not keep two. The printed one has room for their signatures.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from models.purge.dissolving import Ended
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.values import canonical
from models.words import LANGUAGES, Words

FILE = "certificate.json"


def digest_of(summary: Mapping[str, Any]) -> str:
    """SHA-256 of the summary, as JSON without blanks and with sorted keys."""
    return sha256(canonical(summary).encode()).hexdigest()


def write_certificate(found: Ended, folder: Path) -> list[Path]:
    """Writes the certificate as JSON and as text in both languages.

    Raises:
        Refusal: when it cannot be written there.
    """
    told = {"summary": found.summary, "sha256": digest_of(found.summary)}
    texts = {FILE: json.dumps(told, ensure_ascii=False, indent=2) + "\n"}
    for lang in LANGUAGES:
        texts[f"certificate.{lang}.txt"] = certificate(found, Words(lang))
    made = []
    for name, text in texts.items():
        path = folder / name
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise Refusal("refuse.purge.folder", path=str(folder), said=error.strerror) from error
        made.append(path)
    return made


def certificate(found: Ended, words: Words) -> str:
    """The certificate as text, with room for two signatures."""
    summary, journal = found.summary, found.summary["journal"]
    report, rows = summary["report"], summary["deleted_rows"]
    roles = [words.of(Role(role)) for role in summary["confirmed_by"]]
    lines = [
        words("certificate.title"),
        "",
        words("certificate.branch", branch=summary["branch"]),
        words("certificate.on", at=summary["dissolved_on"][:16].replace("T", " ")),
        words("certificate.by", first=roles[0], second=roles[1]),
        "",
        words("certificate.deleted"),
        *(f"  {name}  {n}" for name, n in sorted(rows.items())),
        "  " + words("certificate.rows", n=sum(rows.values()), tables=len(rows)),
        "  " + words("certificate.journal", n=journal["emptied"], acts=journal["acts"]),
        *("  " + words(f"certificate.{kind}", n=n) for kind, n in summary["deleted_files"].items()),
        "  " + words("certificate.log"),
        "",
        words("certificate.kept"),
        "  " + words("certificate.report", first=report["first_day"], last=report["last_day"]),
        *(f"  {name}  sha256 {sha}" for name, sha in sorted(summary["kept_files"].items())),
        "  " + words("certificate.chain", head=journal["chain"]),
        "",
        words("certificate.digest", sha=digest_of(summary)),
        words("certificate.check", file=FILE),
        "",
        *(words("certificate.signed", role=role) for role in roles),
    ]
    return "\n".join(lines) + "\n"


def certificate_faults(path: Path) -> list[tuple[str, str]]:
    """What of a certificate, and of the files beside it, is not as it was written.

    Returns:
        Message keys, each with the name of the file it is about.

    Raises:
        Refusal: when it is no certificate.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        summary, said = told["summary"], told["sha256"]
        files: dict[str, str] = summary["kept_files"]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise Refusal("refuse.purge.no_certificate", path=str(path)) from error
    faults = [] if digest_of(summary) == said else [("certificate.fault.summary", path.name)]
    for name, digest in files.items():
        kept = path.parent / Path(name).name
        if not kept.is_file():
            faults.append(("certificate.fault.missing", name))
        elif sha256(kept.read_bytes()).hexdigest() != digest:
            faults.append(("certificate.fault.file", name))
    return faults
