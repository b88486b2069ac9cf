"""The preview as a running server: an address of its own on this computer, and a clean end."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from strategiplan.diagnostics import UserError
from strategiplan.server.application import application
from strategiplan.server.live import Live
from strategiplan.server.preview import Preview

_HOST = "127.0.0.1"
_PORT = 8000


def serve(preview: Preview, port: int | None, announce: Callable[[str], None]) -> None:
    """Serve until told to stop. `announce` gets the address, once, when it can be asked.

    Raises UserError when the port that was asked for is not to be had, KeyboardInterrupt when a person stopped it.
    """
    with _listening(port) as listener:
        host, at = listener.getsockname()[:2]
        asyncio.run(_serve(preview, listener, f"{host}:{at}", [f"{host}:{at}", f"localhost:{at}"], announce))


async def _serve(
    preview: Preview, listener: socket.socket, address: str, hosts: list[str], announce: Callable[[str], None]
) -> None:
    live = Live(preview.root)
    config = uvicorn.Config(
        application(preview, live, hosts), loop="asyncio", http="h11", ws="none", lifespan="off", log_config=None,
        log_level="critical", access_log=False, server_header=False, timeout_graceful_shutdown=2,
    )
    server = _Server(config, live, lambda: announce(f"http://{address}"))
    watching = asyncio.create_task(live.watch())
    try:
        await server.serve(sockets=[listener])
    finally:
        live.stop()
        await watching
    if server.ended_by == signal.SIGINT:
        raise KeyboardInterrupt


def _listening(port: int | None) -> socket.socket:
    """A socket on the port that was asked for; without one on 8000, or on any that is free."""
    for candidate in (_PORT, 0) if port is None else (port,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, candidate))
            # Two may bind the same address with SO_REUSEADDR; only one may listen there.
            listener.listen(128)
        except OSError as error:
            listener.close()
            if port is not None:
                raise UserError("port-taken", port=port, reason=error.strerror or str(error)) from None
            continue
        return listener
    raise UserError("port-taken", port=_PORT, reason="")


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it listens, and ends when it is told to without telling it on."""

    def __init__(self, config: uvicorn.Config, live: Live, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self.live, self.listening = live, listening
        self.ended_by: int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        await self.live.is_watching.wait()
        self.listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End. Open pages wait for events; they are let go first, so that they hold nothing up."""
        self.live.stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take Ctrl-C and SIGTERM as a wish to end, which is no failure."""
        wished = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
        before = {number: signal.signal(number, self.handle_exit) for number in wished}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Remember who ended it."""
        self.ended_by = self.ended_by or sig
        super().handle_exit(sig, frame)
