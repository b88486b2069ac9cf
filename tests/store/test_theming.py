"""`theme.yaml` and its logo: what is read, what is refused, and where it is said."""

import os
from pathlib import Path

import pytest
from tests.running import ask

from strategiplan.store import limits
from strategiplan.store.logo import Refused, kind_of, read_logo, unsafe
from strategiplan.store.theming import themed
from strategiplan.store.workspace import Workspace

PLAN = "title: Plan\nperiod: {start: 2027-01-01, end: 2027-12-31}\nstatus: draft\n"
PNG, JPEG, WEBP = b"\x89PNG\r\n\x1a\n" + b"\0" * 20, b"\xff\xd8\xff\xe0" + b"\0" * 20, b"RIFF\x10\0\0\0WEBPVP8 "
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
DRAWN = SVG.format('<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
                   '<style>.a{fill:url(#g)}</style><g class="a"><use xlink:href="#b"/>'
                   '<path d="M0 0h9" fill="url(#g)"/></g>')


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """A workspace with one plan."""
    (tmp_path / "plans/solstad/2027").mkdir(parents=True)
    (tmp_path / "plans/solstad/2027/plan.yaml").write_text(PLAN, "utf-8")
    return tmp_path


def write(space: Path, theme: str, logo: bytes | str = DRAWN, name: str = "logo.svg") -> None:
    folder = space / "plans/solstad"
    (folder / "theme.yaml").write_text(theme, "utf-8")
    (folder / name).write_bytes(logo.encode() if isinstance(logo, str) else logo)


def said(space: Path, *options: str) -> list[str]:
    out = ask("validate", "--format", "parsable", *options, cwd=space).out
    return [line for line in out.splitlines() if "theme" in line]


def test_every_fault_has_its_place_and_what_was_meant(space: Path) -> None:
    write(space, 'light:\n  bakgrund: "#ffffff"\n  accent: "#fff"\nfonts:\n  text: ["a;b"]\nlogo: {file: ../x.svg}\n')
    found = said(space)
    told = [(line.split(" ")[0].removeprefix("plans/solstad/theme.yaml:"), line.rsplit("[", 1)[1]) for line in found]
    assert told == [
        ("2:3:", "unknown-key]"), ("3:11:", "bad-colour]"), ("5:10:", "bad-font]"), ("6:7:", "missing-key]"),
        ("6:14:", "bad-file]"),
    ]
    assert "menade du ”background”?" in found[0]


def test_contrasts_are_said_once_whatever_the_number_of_plans(space: Path) -> None:
    (space / "plans/solstad/2028").mkdir()
    (space / "plans/solstad/2028/plan.yaml").write_text(PLAN.replace("2027", "2028"), "utf-8")
    write(space, 'light:\n  link: "#e0702a"\n')
    (line,) = said(space)
    assert line.startswith('plans/solstad/theme.yaml:2:9: error: ') and "2.88:1" in line and "#b2541a" in line
    assert ask("validate", cwd=space).code == 1


def test_a_theme_is_no_plan_and_stops_none(space: Path) -> None:
    write(space, "light: [\n")
    loaded = Workspace(space).load("solstad/2027")
    assert Workspace(space).names() == ["solstad/2027"]
    assert loaded.plan is not None and loaded.dossier is not None and loaded.dossier.theme is None
    assert len(said(space)) == 1


@pytest.mark.parametrize(("name", "content", "media"), [
    ("logo.svg", DRAWN.encode(), "image/svg+xml"), ("logo.PNG", PNG, "image/png"), ("logo.jpg", JPEG, "image/jpeg"),
    ("logo.jpeg", JPEG, "image/jpeg"), ("logo.webp", WEBP, "image/webp"),
    ("logo.svg", b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn -->\n' + DRAWN.encode(), "image/svg+xml"),
])
def test_pictures_are_taken(space: Path, name: str, content: bytes, media: str) -> None:
    write(space, f"logo: {{file: {name}, alt: Solstad}}\n", content, name)
    found = themed(space / "plans/solstad")
    assert found.report.diagnostics == () and found.logo is not None
    assert (found.logo.media_type, found.logo.content, found.logo.alt) == (media, content, "Solstad")
    dossier = Workspace(space).load("solstad/2027").dossier
    assert dossier is not None and dossier.logo == found.logo


@pytest.mark.parametrize(("name", "content", "code", "suggestion"), [
    ("logo.png", JPEG, "logo-other-kind", "logo.jpg"), ("logo.jpg", PNG, "logo-other-kind", "logo.png"),
    ("logo.svg", b"<html><body>svg</body></html>", "logo-other-kind", None),
    ("logo.svg", PNG, "logo-other-kind", "logo.png"), ("logo.png", DRAWN.encode(), "logo-other-kind", "logo.svg"),
    ("logo.webp", b"RIFF\0\0\0\0WAVE", "logo-other-kind", None), ("logo.gif", b"GIF89a", "logo-unknown-kind", None),
    ("logo.png", b"", "logo-other-kind", None), ("logo", PNG, "logo-unknown-kind", None),
    ("logo.png", PNG + b"\0" * limits.LOGO_BYTES, "logo-too-large", None),
])
def test_what_is_not_what_it_says_is_refused(
    space: Path, name: str, content: bytes, code: str, suggestion: str | None
) -> None:
    write(space, f"logo:\n  file: {name}\n  alt: Solstad\n", content, name)
    found = themed(space / "plans/solstad")
    (refused,) = found.report.diagnostics
    assert (refused.code, refused.suggestion, found.logo) == (code, suggestion, None)
    assert str(refused.location).endswith("theme.yaml:2:9")


@pytest.mark.parametrize("inside", [
    "<script>alert(1)</script>", "<foreignObject><p/></foreignObject>", '<a href="#x"><path/></a>',
    '<image href="data:image/png;base64,AA"/>',
    '<use href="https://example.org/x.svg#a"/>', '<use xlink:href="x.svg"/>',
    '<path onclick="x()"/>', '<path ONLOAD="x()"/>', '<path style="fill:url(https://example.org/x)"/>',
    '<path fill="url( http://example.org)"/>', "<style>@import 'x.css';</style>",
    "<style>path{fill:url(x.svg#a)}</style>", "<style>p{background:image-set('x.png' 1x)}</style>",
    "<style>p{fill:\\75rl(x)}</style>", "<style><![CDATA[@import 'x';]]></style>",
    "<style>@imp<!-- x -->ort 'x';</style>", '<animate attributeName="href" to="javascript:x"/>', "<set/>",
    '<html xmlns="http://www.w3.org/1999/xhtml"/>', '<script xmlns="http://www.w3.org/1999/xhtml"/>',
    '<x xmlns="urn:other"/>', '<g xml:base="http://example.org/"/>', "<?xml-stylesheet href='x.css'?>", "<g>", "&x;",
])
def test_a_drawing_that_does_more_is_refused(space: Path, inside: str) -> None:
    drawing = SVG.format(inside)
    assert unsafe(drawing.encode())
    write(space, "logo: {file: logo.svg, alt: Solstad}\n", drawing)
    (refused,) = themed(space / "plans/solstad").report.diagnostics
    assert refused.code == "logo-unsafe"


def test_entities_are_refused_before_they_grow() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    assert unsafe(f'<!DOCTYPE svg [<!ENTITY l0 "lol">{lol}]>{SVG.format("&l11;")}'.encode()) == "<!DOCTYPE>"
    assert unsafe(f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{SVG.format("")}'.encode()) == "<!DOCTYPE>"
    assert unsafe(b"<svg/>") == "<svg>"
    assert kind_of(b"\xef\xbb\xbf " + DRAWN.encode()) == "image/svg+xml"


def test_links_and_special_files_are_refused(space: Path) -> None:
    folder = space / "plans/solstad"
    (space / "secret.svg").write_text(DRAWN)
    write(space, "logo: {file: link.svg, alt: Solstad}\n")
    (folder / "link.svg").symlink_to(space / "secret.svg")
    assert [d.code for d in themed(folder).report] == ["logo-no-file"]
    (folder / "link.svg").unlink()
    assert [d.code for d in themed(folder).report] == ["logo-missing"]
    os.mkfifo(folder / "link.svg")
    theme = themed(folder)
    assert [d.code for d in theme.report] == ["logo-no-file"] and theme.theme is not None and theme.theme.logo
    assert isinstance(read_logo(folder, theme.theme.logo), Refused)
    (folder / "theme.yaml").unlink()
    (folder / "theme.yaml").symlink_to(space / "secret.svg")
    assert [d.code for d in themed(folder).report] == ["symlink"]


def test_a_remembered_answer_knows_of_the_logo(space: Path) -> None:
    write(space, "logo: {file: logo.svg, alt: Solstad}\n", SVG.format("<script/>"))
    assert len(said(space)) == 1 == len(said(space))
    write(space, "logo: {file: logo.svg, alt: Solstad}\n")
    assert said(space) == []
