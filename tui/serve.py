"""The desk in a browser on the same machine, and nowhere else.

The page that draws a terminal comes with textual-serve; its server is not used, because it lets
anybody in: any page of the web that a person has open could start a desk here and type into it.
This one answers only

- at the address of the machine itself, asked for by that address (`Host`), so that no name of
  somebody else's leads here;
- its own page (`Origin`), so that no other one reaches the desk;
- the browser that opened the start link, which is good for one use and leaves a cookie that no
  page can read, that no other site's page sends along, and that belongs to a path nobody else
  knows: a browser sends cookies to every port of a machine, also to a neighbour's.

The desk then asks who is there, as it does in every terminal.
"""

import asyncio
import hmac
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from string import Template

import textual_serve
from aiohttp import web
from markupsafe import escape

from models.words import Words
from tui.faults import write_log
from tui.window import Window

HOSTS = ("127.0.0.1", "::1")
"""The addresses of the machine itself."""
DESKS = 4
"""How many windows may be open at once; each is a program of seventy megabytes."""
COOKIE = "quanan"
LAST_SECONDS = 10.0
"""How long the windows may take to close when it stops."""
_PAGES = Path(__file__).parent
_DRAWING = Path(textual_serve.__file__).parent / "static"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Serving:
    """Serves desks to one browser."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        words: Words,
        *,
        log_folder: Path | None = None,
        desks: int = DESKS,
    ) -> None:
        """
        Args:
            command: how a desk is started.
            env: the environment it is started in.
            log_folder: where a fault leaves its redacted log.
            desks: how many may be open at once.
        """
        self._command, self._env, self._words = command, env, words
        self._log_folder = log_folder
        self._most = desks
        self._open: set[web.WebSocketResponse] = set()
        self._start: str | None = secrets.token_urlsafe(32)
        self._known = secrets.token_urlsafe(32)
        self._place = f"/{secrets.token_hex(8)}/"
        self._authority = ""

    async def run(self, listening: socket.socket, tell: Callable[[str], None]) -> None:
        """Serves until it is asked to stop; no desk is left then.

        Args:
            listening: where it is asked; bound to an address of this machine.
            tell: is given the start link as soon as it opens.
        """
        host, port = listening.getsockname()[:2]
        self._authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop.set)
        # Every line of an access log would hold the start link, or when somebody was there.
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=LAST_SECONDS)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        tell(f"http://{self._authority}/start/{self._start}")
        try:
            await stop.wait()
        finally:
            await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._at_the_door])
        app.router.add_get("/start/{link}", self._begin, allow_head=False)
        app.router.add_get(self._place, self._page)
        app.router.add_get(f"{self._place}ws", self._desk)
        app.router.add_static(f"{self._place}static", _DRAWING)
        app.on_response_prepare.append(self._seal)
        app.on_shutdown.append(self._close)
        return app

    # ── who is let in ───────────────────────────────────────────────────────────────────────

    @web.middleware
    async def _at_the_door(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        own = f"http://{self._authority}"
        if request.headers.get("Host") != self._authority:
            return self._say("elsewhere", 403, address=own)
        # A browser names the page that a connection is opened from, always.
        asked_by = request.headers.get("Origin", "" if request.path.endswith("/ws") else own)
        if asked_by != own:
            return self._say("elsewhere", 403, address=own)
        known = request.cookies.get(COOKIE, "").encode()
        if not request.path.startswith("/start/") and not hmac.compare_digest(
            known, self._known.encode()
        ):
            return self._say("unknown", 403)
        try:
            return await handler(request)
        except web.HTTPException as error:
            return self._say("nothing", error.status)
        except Exception as error:  # a fault is told, and never shown with anybody's data
            return self._say("fault", 500, path=self._logged(error))

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        """The start link: good once."""
        link = request.match_info["link"].encode()
        if self._start is None or not hmac.compare_digest(link, self._start.encode()):
            return self._say("used", 403)
        self._start = None
        # Led on by the page itself: a cookie that keeps to its own site would not be sent along
        # with the first request if the link was opened from a page of another one.
        answer = self._say("welcome", 200, led_to=self._place)
        answer.set_cookie(COOKIE, self._known, path=self._place, httponly=True, samesite="Strict")
        return answer

    async def _seal(self, _request: web.Request, answer: web.StreamResponse) -> None:
        """Nothing is kept, nothing comes from elsewhere, and nobody frames it."""
        allowed = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self' 'unsafe-inline'",  # the terminal sizes its letters by style
            "img-src": "data:",
            "connect-src": f"'self' ws://{self._authority}",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        }
        answer.headers.update(
            {
                "Content-Security-Policy": "; ".join(f"{a} {b}" for a, b in allowed.items()),
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Permissions-Policy": "clipboard-read=(), camera=(), microphone=(), geolocation=()",
                "Server": "quanan",
            }
        )

    # ── what is shown ───────────────────────────────────────────────────────────────────────

    def _say(self, told: str, status: int, led_to: str = "", **params: str) -> web.Response:
        words = self._words
        lead = f'<meta http-equiv="refresh" content="0;url={escape(led_to)}">' if led_to else ""
        return _filled(
            "serve_told.html",
            status,
            lang=words.lang,
            title=escape(words("serve.title")),
            told=escape(words(f"serve.{told}", **params)),
            lead=lead,
        )

    async def _page(self, _request: web.Request) -> web.Response:
        words = self._words
        return _filled(
            "serve.html",
            200,
            lang=words.lang,
            title=escape(words("serve.title")),
            ended=escape(words("serve.ended")),
            again=escape(words("serve.again")),
            desk=escape(f"ws://{self._authority}{self._place}ws"),
        )

    async def _desk(self, request: web.Request) -> web.StreamResponse:
        """A desk in a window, for as long as both are there."""
        page = web.WebSocketResponse(heartbeat=15, timeout=1.0)
        await page.prepare(request)
        if len(self._open) >= self._most:
            await page.send_bytes(self._words("serve.full", n=self._most).encode())
            await page.close()
            return page
        self._open.add(page)
        try:
            size = (_number(request, "width", 80), _number(request, "height", 24))
            await Window(page, size).show(self._command, self._env)
        except Exception as error:  # in a window that is open already, so it is told there
            await page.send_bytes(self._words("serve.fault", path=self._logged(error)).encode())
        finally:
            self._open.discard(page)
            await page.close()
        return page

    def _logged(self, error: Exception) -> str:
        return str(write_log(error, self._log_folder) or "-")

    async def _close(self, _app: web.Application) -> None:
        await asyncio.gather(*(page.close() for page in self._open))


def listen(host: str, port: int) -> socket.socket:
    """The place where it is asked: an address of this machine, and any free port for 0.

    Raises:
        OSError: when it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _filled(name: str, status: int, **texts: str) -> web.Response:
    page = Template((_PAGES / name).read_text(encoding="utf-8")).substitute(texts)
    return web.Response(text=page, status=status, content_type="text/html", charset="utf-8")


def _number(request: web.Request, name: str, usual: int) -> int:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else usual
