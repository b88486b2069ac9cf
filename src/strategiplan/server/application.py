"""The preview over HTTP: who may ask, what there is to ask for, and what every answer carries."""

from collections.abc import Callable, Collection

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from strategiplan.server.live import Live
from strategiplan.server.preview import Answer, Preview

_ALWAYS = (
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)


class Guard:
    """Only this computer's own browser, at the preview's own address.

    A page elsewhere can make a browser ask here under a name of its own that leads to 127.0.0.1 (DNS rebinding): the
    name in the question gives it away. It can also ask across origins, and then the browser says so.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app, self.hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 400 (another name) or 403 (another origin)."""
        if scope["type"] != "http":
            return

        async def carrying(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_ALWAYS]
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        await (refusal or self.app)(scope, receive, carrying)

    def _refusal(self, headers: Headers) -> Response | None:
        if headers.getlist("host") not in [[host] for host in self.hosts]:
            return PlainTextResponse("This preview has another address.\n", 400)
        origins = {f"http://{host}" for host in self.hosts}
        if not origins.issuperset(headers.getlist("origin")):
            return PlainTextResponse("This preview is for its own pages.\n", 403)
        # A link from elsewhere may lead here; a picture, a frame or a script from elsewhere may not.
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-dest") != "document":
            return PlainTextResponse("This preview is for its own pages.\n", 403)
        return None


def application(preview: Preview, live: Live, hosts: Collection[str]) -> Starlette:
    """The preview as an application for a server that answers to these names (`127.0.0.1:8000`)."""

    def shelves(request: Request) -> Response:
        return _page(preview.shelves(live.version))

    def plan(request: Request) -> Response:
        return _page(preview.plan(request.path_params["name"], live.version))

    def revision(request: Request) -> Response:
        asked = request.query_params
        answer = preview.revision(
            request.path_params["name"], asked.get("from", ""), asked.get("view", "revision"), live.version
        )
        return _page(answer)

    async def events(request: Request) -> Response:
        return StreamingResponse(live.events(request.query_params.get("seen", "")), media_type="text/event-stream")

    def icon(request: Request) -> Response:
        return Response(status_code=204)

    def nothing(request: Request) -> Response:
        return _page(preview.plan(request.path_params["name"], live.version))

    routes: list[tuple[str, Callable[[Request], object]]] = [
        ("/", shelves), ("/plan/{name:path}", plan), ("/revision/{name:path}", revision), ("/_events", events),
        ("/favicon.ico", icon), ("/{name:path}", nothing),
    ]
    return Starlette(
        routes=[Route(path, endpoint) for path, endpoint in routes], middleware=[Middleware(Guard, hosts=hosts)]
    )


def _page(answer: Answer) -> Response:
    return HTMLResponse(
        answer.page.html, answer.status, headers={"Content-Security-Policy": answer.page.policy}
    )
