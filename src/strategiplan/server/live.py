"""When to look again: the files that pages are made of are watched, and open pages are told."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from strategiplan.diagnostics import UserError
from strategiplan.store.catalog import Catalog
from strategiplan.store.names import CONFIG

_BEAT = 15.0  # seconds between signs of life, without which a page that was closed would never be noticed


class Live:
    """The state of a workspace's files, as a version that changes with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        # Another run of the server never has the same version, so a page that outlived one is shown anew.
        self._run, self._count = secrets.token_hex(4), 0
        self._changed, self._again = asyncio.Event(), asyncio.Event()
        self.is_watching = asyncio.Event()
        self.is_stopped = False
        self._polls = False

    @property
    def version(self) -> str:
        """What stands for the files as they are now."""
        return f"{self._run}-{self._count}"

    def stop(self) -> None:
        """Let everybody who waits go."""
        self.is_stopped = True
        self._again.set()
        self._tell()

    def _tell(self) -> None:
        self._count += 1
        told, self._changed = self._changed, asyncio.Event()
        told.set()

    async def watch(self) -> None:
        """Watch until stopped. The workspace's own folder is watched shallowly: it may hold anything."""
        while not self.is_stopped:
            self._again = asyncio.Event()
            deep = self._folders()
            try:
                async with asyncio.TaskGroup() as tasks:
                    if deep:
                        tasks.create_task(self._follow(deep, deep, deeply=True))
                    tasks.create_task(self._follow([self.root], deep, deeply=False))
            except* (OSError, RuntimeError):
                # A folder went away in the same moment, or the system has no more watches to give: then it is polled.
                self._polls = True
                await asyncio.sleep(0.2)

    def _begun(self) -> None:
        """Both watchers are there. What changed while they were not is told now."""
        if self.is_watching.is_set():
            self._tell()
        self.is_watching.set()

    async def _follow(self, paths: Sequence[Path], deep: list[Path], *, deeply: bool) -> None:
        own = None if deeply else _OwnFiles(deep)
        if not deeply:
            # A watcher is there from where it first waits, which is before the loop's next round.
            asyncio.get_running_loop().call_soon(self._begun)
        async for _ in awatch(
            *paths, watch_filter=own or DefaultFilter(), recursive=deeply, stop_event=self._again, debounce=400,
            force_polling=self._polls or None,
        ):
            self._tell()
            if self._folders() != deep:
                self._again.set()

    def _folders(self) -> list[Path]:
        """The folders of plans and of templates that there are, as the settings say now."""
        try:
            catalog = Catalog(self.root)
        except (UserError, OSError):
            return [path for path in (self.root / "plans",) if path.is_dir()]
        wanted = [catalog.folder, *([Path(catalog.templates)] if catalog.templates else [])]
        return [path.resolve() for path in wanted if path.is_dir()]

    async def events(self, seen: str) -> AsyncIterator[bytes]:
        """Server-sent events for a page that shows the version `seen`: one when it is old."""
        yield b"retry: 700\n\n"
        while not self.is_stopped:
            if self.version != seen:
                yield f"event: changed\ndata: {self.version}\n\n".encode()
                return
            changed = self._changed
            try:
                await asyncio.wait_for(changed.wait(), _BEAT)
            except TimeoutError:
                yield b": still here\n\n"


class _OwnFiles(DefaultFilter):
    """In the workspace's folder: its settings, and folders of plans and templates that come or go."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__()
        self.names = {CONFIG, "plans", *(folder.name for folder in folders)}

    def __call__(self, change: Change, path: str) -> bool:
        return Path(path).name in self.names and super().__call__(change, path)
