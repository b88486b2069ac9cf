"""A theme's logo: a file beside it that is the kind of picture its name says, and holds nothing but a picture."""

import re
import stat
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from strategiplan.model.theme import Logo, Picture
from strategiplan.store import limits

_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
          ".webp": "image/webp"}
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_DRAWS = frozenset((
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
    "style",
))
# What drawing programs leave in a file for themselves; browsers draw nothing of it.
_INERT = re.compile(r"https?://(www\.)?(inkscape\.org|sodipodi\.sourceforge\.net|w3\.org/1999/02/22-rdf|purl\.org/dc|"
                    r"creativecommons\.org|web\.resource\.org/cc|ns\.adobe\.com|serif\.com|bohemiancoding\.com)")
_REACHES = re.compile(
    r"@import|@font-face|image-set\s*\(|expression\s*\(|javascript:|\\|url\s*\((?!\s*['\"]?\s*#)", re.IGNORECASE
)


class _DoesMore(Exception):
    """Something in a picture does more than draw."""


class Refused(NamedTuple):
    """Why a file is no logo: the fault's code and what fills its text."""

    code: str
    params: dict[str, str | int]
    suggestion: str | None = None


def read_logo(folder: Path, logo: Logo) -> Picture | Refused:
    """The logo of a theme in a folder, or why there is none."""
    path = folder / logo.file
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        return Refused("logo-unknown-kind", {"file": logo.file, "known": ", ".join(_KINDS)})
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Refused("logo-no-file", {"file": logo.file})
        if status.st_size > limits.LOGO_BYTES:
            return Refused("logo-too-large", {"file": logo.file, "size": status.st_size, "limit": limits.LOGO_BYTES})
        content = path.read_bytes()
    except OSError:
        return Refused("logo-missing", {"file": logo.file})
    is_really = kind_of(content)
    if is_really != kind:
        better = next((path.with_suffix(ending).name for ending, known in _KINDS.items() if known == is_really), None)
        return Refused("logo-other-kind", {"file": logo.file}, better)
    if kind == _KINDS[".svg"] and (found := unsafe(content)):
        return Refused("logo-unsafe", {"file": logo.file, "what": found})
    return Picture(kind, content, logo.alt)


def kind_of(content: bytes) -> str | None:
    """The media type that the first bytes tell, whatever the file is called."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "image/svg+xml" if start.startswith(b"<") and re.search(rb"<(\w+:)?svg[\s>]", start) else None


def unsafe(content: bytes) -> str | None:
    """The first thing in an SVG file that does more than draw; None when it only draws.

    Scripts, links, foreign content, animations, entities, and whatever is fetched are refused, not taken away: a logo
    is to be what its author sees.
    """
    inside: list[str] = []
    styles: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        inside.append(name)
        _refuse(_element(name))
        for key, value in attributes.items():
            _refuse(_attribute(key, value))

    def text(data: str) -> None:
        if inside and inside[-1] == f"{_SVG} style":
            styles.append(data)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.CharacterDataHandler = begin, text
    parser.EndElementHandler = lambda name: inside.pop()
    # A document type comes before any entity is expanded, so none ever is.
    parser.StartDoctypeDeclHandler = lambda *rest: _refuse("<!DOCTYPE>")
    parser.ProcessingInstructionHandler = lambda target, data: _refuse(f"<?{target}?>")
    try:
        parser.Parse(content, True)
        if reach := _REACHES.search("".join(styles)):
            _refuse(f"<style>: {reach[0]}")
    except _DoesMore as more:
        return str(more)
    except (expat.ExpatError, ValueError) as error:
        return f"XML: {error}"
    return None


def _refuse(what: str) -> None:
    if what:
        raise _DoesMore(what)


def _element(name: str) -> str:
    space, _, local = name.rpartition(" ")
    if space == _SVG:
        return "" if local in _DRAWS else f"<{local}>"
    return "" if _INERT.match(space) else f"<{local}>"


def _attribute(name: str, value: str) -> str:
    space, _, local = name.rpartition(" ")
    if (not space and local.lower().startswith("on")) or (local == "base" and space.endswith("/namespace")):
        return local
    if local == "href" and space in ("", _XLINK) and not value.strip().startswith("#"):
        return f'href="{value[:40]}"'
    return f"{local}: {reach[0]}" if not _INERT.match(space) and (reach := _REACHES.search(value)) else ""
