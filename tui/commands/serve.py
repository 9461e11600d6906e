"""The desk in a browser on this machine."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import tui
from models.rules.refusal import Refusal
from tui.commands.call import DONE, Call, Misuse, data_folder

NEEDED = ("aiohttp", "textual_serve")
"""What the extra `web` brings."""


def serve(call: Call) -> int:
    """Serves the desk to a browser on this machine until it is stopped."""
    if call.who:
        raise Misuse("refuse.serve.who")
    if any(find_spec(name) is None for name in NEEDED):
        raise Refusal("refuse.serve.missing")
    import asyncio

    from tui.serve import HOSTS, Serving, listen

    host, port = str(call.arguments.host), int(call.arguments.port)
    if host not in HOSTS:
        raise Misuse("refuse.serve.wider", host=host)
    if port not in range(1 << 16):
        raise Misuse("refuse.serve.port", port=port)
    try:
        listening = listen(host, port)
    except OSError as error:
        raise Refusal("refuse.serve.port", port=port) from error

    def tell(link: str) -> None:
        for line in (call.words("serve.open"), link, call.words("serve.stop")):
            call.print(line)
        sys.stdout.flush()

    lang = getattr(call.arguments, "lang", None)
    # Found where this program was found, and never in the folder that somebody happens to be in.
    command = [sys.executable, "-P", "-m", "tui", *(("--lang", lang) if lang else ())]
    env = {
        **os.environ,
        "PYTHONPATH": str(Path(tui.__file__).parents[1]),
        # Not among the arguments, which everybody on the machine may read: an address can hold a
        # password.
        "QUANAN_DATABASE": call.url,
    }
    serving = Serving(command, env, call.words, log_folder=data_folder() / "faults")
    asyncio.run(serving.run(listening, tell))
    return DONE
