"""Reads the text of a chain as the window and the command do: `chain.py FILE`."""

import json
import sys
import time
from pathlib import Path

from models.rules import jielong


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    jielong.read(text[:2000])  # the patterns are compiled once, whatever is read
    began = time.perf_counter()
    chain = jielong.read(text)
    taken = time.perf_counter() - began
    accepted = sum(answer.state == "accepted" for answer in chain.answers)
    told = {"seconds": taken, "answers": len(chain.answers), "accepted": accepted}
    sys.stdout.write(json.dumps(told) + "\n")


main()
