"""From a page's leaves to a PDF, by typst, which is an extra of its own.

The page reaches typst as data. The only program that typst runs is `document.typ`, which holds no text of any plan.
"""

import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import UserError
from strategiplan.model.theme import Picture

# Tagged for those who listen (PDF/UA-1) and fit to be kept (PDF/A-2a); the latter demands a date.
_READABLE, _KEPT = "ua-1", "a-2a"
_UNDRAWN = re.compile(r"could not be displayed with|contains the codepoint")
_QUOTED = re.compile(r'`"((?:[^"\\]|\\.)*)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
# What typst calls the kinds of pictures that a logo may be.
FORMATS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_DRAWN = b"""
#let drawing = json(bytes(sys.inputs.page))
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(drawing.content), format: drawing.format, height: 16mm)
"""
_TRIES = 6
_SECONDS = 20
_BYTES = 2_000_000_000


def typeset(leaves: dict[str, Any], program: Path, dated: date | None, *, ours: bool) -> bytes:
    """The PDF of a page. The same page gives the same bytes, everywhere and always.

    `program` draws it; when it is not `ours` it runs in a process of its own, with bounds. Raises UserError when typst
    is not there, and when the program is wrong.
    """
    _needed()
    data = json.dumps(leaves, ensure_ascii=False)
    for _ in range(_TRIES):
        made, complaint = _run(program, data, dated) if ours else _bounded(program, data, dated)
        if made:
            return made
        unknown = _undrawn(complaint)
        if not unknown:
            break
        # The fonts that everybody has lack these signs. They are written out, as steering characters are.
        data = data.translate({ord(sign): f"⟨U+{ord(sign):04X}⟩" for sign in unknown})
    raise UserError("bad-template", name=program.name, reason=complaint.partition("\n")[0])


def as_png(picture: Picture) -> bytes | None:
    """A picture as one that every program can show; None when it takes typst to draw it, and typst cannot."""
    if picture.media_type in ("image/png", "image/jpeg"):
        return picture.content
    try:
        typst = import_module("typst")
    except ModuleNotFoundError:
        return None
    drawing = {"content": list(picture.content), "format": FORMATS[picture.media_type]}
    with tempfile.TemporaryDirectory() as empty:
        try:
            made = typst.compile(
                _DRAWN, root=empty, ignore_system_fonts=True, package_path=empty, package_cache_path=empty,
                sys_inputs={"page": json.dumps(drawing)}, format="png", ppi=300,
            )
        except typst.TypstError:
            return None
    return bytes(made)


def _needed() -> Any:
    try:
        return import_module("typst")
    except ModuleNotFoundError as error:
        if error.name == "typst":
            raise UserError("extra-missing", extra="pdf") from None
        raise


def _run(program: Path, data: str, dated: date | None) -> tuple[bytes, str]:
    """The PDF, or what typst has to complain of.

    Its root is an empty folder, so a program reads no file; its packages would lie there too, and are none.
    """
    typst = _needed()
    moment = datetime.combine(dated or date(1970, 1, 1), time(12), UTC)
    with tempfile.TemporaryDirectory() as empty:
        try:
            made = typst.compile(
                program.read_bytes(), root=empty, ignore_system_fonts=True, package_path=empty,
                package_cache_path=empty, sys_inputs={"page": data}, timestamp=moment,
                pdf_standards=[_READABLE, _KEPT] if dated else [_READABLE],
            )
        except typst.TypstError as error:
            return b"", f"{error.message}\n{error.diagnostic}"
    return made, ""


def _bounded(program: Path, data: str, dated: date | None) -> tuple[bytes, str]:
    """The same in a process of its own that ends: a stranger's program may neither run on nor fetch anything."""
    call = [sys.executable, "-c", "from strategiplan.render.typesetting import _child; _child()", str(program)]
    nowhere = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    places = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [*call, dated.isoformat() if dated else ""], input=data.encode(), capture_output=True, timeout=_SECONDS,
            check=False, env=nowhere | places,
        )
    except subprocess.TimeoutExpired:
        return b"", "it does not come to an end"
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        return b"", done.stderr.decode("utf-8", "replace").strip() or "it does not come to an end"
    return done.stdout, ""


def _child() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    program, dated = sys.argv[1:]
    data = sys.stdin.buffer.read().decode()
    made, complaint = _run(Path(program), data, date.fromisoformat(dated) if dated else None)
    sys.stdout.buffer.write(made)
    sys.stderr.write(complaint)


def _undrawn(complaint: str) -> set[str]:
    """The signs that typst's own fonts cannot draw, or that an archived file may not hold."""
    signs: set[str] = set()
    for line in complaint.split("\n"):
        if _UNDRAWN.search(line) and (quoted := _QUOTED.search(line)):
            text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), quoted[1])
            signs |= {sign for sign in text if not sign.isascii()}
    return signs
