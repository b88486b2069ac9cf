"""The documentation is true: every block runs, every reference page is fresh, every link leads somewhere.

A page says in a comment at its top where its commands run: `<!-- run in: plans -->` with a copy of this repository's
plans, `<!-- run in: new -->` in a workspace that `strategiplan init` has made, else in an empty folder. Blocks run in
order; the fence says what a block is:

- `console`: lines with `$ ` are commands, the lines after one are what it says; a line `…` stands for any lines. A
  command ends with 0, unless the fence says another code (`console exit=1`).
- `yaml PATH` and the like: the file is written. `diff PATH`: its lines with `-` are replaced by those with `+`.
- `python run` runs.
- `yaml`, `toml`, `json` without a path has to be readable, `sh` may only use commands, options and targets there are.

`pytest tests/test_docs.py --update` writes what the commands say now, with the same lines left out.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from strategiplan.rules import RULES
from strategiplan.store.yaml_reader import read
from tests import reference
from tests.running import ask

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FIRST = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "plans/README.md")
PAGES = [ROOT / name for name in FIRST if (ROOT / name).is_file()] + sorted(DOCS.rglob("*.md"))
RUN = [path for path in PAGES if "```" in path.read_text("utf-8") and path.parent != DOCS / "reference"]
ELLIPSIS = "…"
BUILT = ("src", "out", "build", "dist")
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DATES = {f"GIT_{who}_DATE": "2026-11-02T09:00:00+01:00" for who in ("AUTHOR", "COMMITTER")}
NAMES = {f"GIT_{who}_{what}": said for who in ("AUTHOR", "COMMITTER")
         for what, said in (("NAME", "Kansliet"), ("EMAIL", "kansliet@example.org"))}


@dataclass
class Block:
    """A fenced block: its language, what else the fence says, its lines, and where its text is in the page."""

    language: str
    info: str
    text: str
    span: tuple[int, int]

    @property
    def exit_code(self) -> int:
        """How the block's commands end."""
        return int(self.info.partition("exit=")[2] or 0)


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [Block(m[1], m[2].strip(), m[3], m.span(3)) for m in FENCE.finditer(page)]


def sessions(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines that it is to say."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, said = part.replace("\\\n", "").partition("\n")
        yield command, said.splitlines()


def segments(lines: Sequence[str]) -> list[list[str]]:
    """The runs of lines between those that stand for anything."""
    out: list[list[str]] = [[]]
    for line in lines:
        if line.strip() == ELLIPSIS:
            out.append([])
        else:
            out[-1].append(line)
    return out


def matches(expected: Sequence[str], said: Sequence[str]) -> bool:
    """Whether what was said is what the page says, with anything where the page leaves lines out."""
    first, *rest = segments(expected)
    if not rest:
        return list(said) == first
    if list(said[: len(first)]) != first:
        return False
    at, end = len(first), len(said) - len(rest[-1])
    for part in rest[:-1]:
        at = next((n + len(part) for n in range(at, end + 1) if list(said[n : n + len(part)]) == part), -1)
        if at < 0:
            return False
    return at <= end and list(said[end:]) == rest[-1]


def renewed(expected: Sequence[str], said: Sequence[str]) -> list[str]:
    """What was said, with the same lines left out as far as they can be known again."""
    first, *rest = segments(expected)
    if not rest:
        return list(said)
    out, at = list(said[: len(first)]), len(first)
    for n, part in enumerate(rest):
        if n == len(rest) - 1:
            at = max(at, len(said) - len(part))
        elif part:
            ratio = {k: SequenceMatcher(None, part, said[k : k + len(part)]).ratio() for k in range(at, len(said))}
            at = max(ratio, key=lambda k: ratio[k], default=at)
        out += [ELLIPSIS, *said[at : at + len(part)]]
        at += len(part)
    return out


def edited(content: str, change: str) -> str:
    """The content with a block's `-` lines replaced by its `+` lines; the others say where."""
    old = "".join(f"{line[1:]}\n" for line in change.splitlines() if line[:1] != "+")
    new = "".join(f"{line[1:]}\n" for line in change.splitlines() if line[:1] != "-")
    assert content.count(old) == 1, f"stands {content.count(old)} times in the file:\n{old}"
    return content.replace(old, new)


def workspace(page: str, folder: Path) -> None:
    """Make the folder what the page says that it runs in."""
    wanted = re.search(r"<!-- run in: (\w+) -->", page)
    if wanted and wanted[1] == "plans":
        shutil.copytree(ROOT / "plans", folder / "plans")
        shutil.copy(ROOT / "strategiplan.toml", folder)
    elif wanted and wanted[1] == "new":
        shell("strategiplan init . --name Solstad --year 2027", folder)


def shell(command: str, folder: Path) -> tuple[int, list[str]]:
    """Run a line as a reader would, and return its code and everything it says, in order."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "STRATEGIPLAN_"))}
    environment = kept | NAMES | DATES | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8",
        "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, check=False, timeout=120, text=True, encoding="utf-8",
    )
    return done.returncode, [line.rstrip() for line in done.stdout.splitlines()]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", RUN, ids=name)
def test_blocks_run(path: Path, tmp_path: Path, update: bool) -> None:
    page = path.read_text("utf-8")
    folder = tmp_path / "work"
    folder.mkdir()
    workspace(page, folder)
    fresh, shift = page, 0
    for block in blocks(page):
        if block.language != "console":
            static(block, folder)
            continue
        text = ""
        for command, expected in sessions(block.text):
            code, said = shell(command, folder)
            assert code == block.exit_code, f"$ {command}\nends with {code}:\n" + "\n".join(said)
            lines = expected if matches(expected, said) else renewed(expected, said)
            if lines != expected and not update:
                differs = "\n".join(unified_diff(expected, lines, "the page", "the program", n=1, lineterm=""))
                pytest.fail(f"$ {command}\n{differs}\nRead it; --update writes it into {name(path)}.", pytrace=False)
            text += "".join(f"{line}\n" for line in (f"$ {command}", *lines))
        if update:
            start, end = (at + shift for at in block.span)
            fresh, shift = fresh[:start] + text + fresh[end:], shift + len(text) - (end - start)
    if fresh != page:
        path.write_text(fresh, "utf-8")


def static(block: Block, folder: Path) -> None:
    """Write, change or read what is no command."""
    if (block.language, block.info) == ("python", "run"):
        code, said = shell(f"python -c {shlex.quote(block.text)}", folder)
        assert code == 0, "\n".join(said)
        return
    if block.info and block.language == "diff":
        path = folder / block.info
        path.write_text(edited(path.read_text("utf-8"), block.text), "utf-8")
        return
    match block.language:
        case "yaml":
            assert not read(block.text.encode()).problems, read(block.text.encode()).problems
        case "toml":
            tomllib.loads(block.text)
        case "json":
            json.loads(block.text)
        case "python":
            compile(block.text, "page", "exec")
        case "sh":
            for line in block.text.splitlines():
                assert not (wrong := unknown(line)), f"{line}: {wrong}"
        case language:
            assert language in ("text", "gitattributes", "gitconfig", "diff"), language
    if block.info:
        path = folder / block.info
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, "utf-8")


def unknown(line: str) -> str:
    """What a line of a shell uses that there is not: a target, a command, an option."""
    words = line.partition("#")[0].split()
    if words[:1] == ["make"]:
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        return next((word for word in words[1:] if word not in targets and "=" not in word), "")
    for n, word in enumerate(words):
        if word.endswith("strategiplan") and n + 1 < len(words) and words[max(n - 1, 0)] not in ("install", "clone"):
            known = {full.partition(" ")[2]: command for full, command in reference.commands()}
            if words[n + 1].startswith("-"):
                return ""
            if words[n + 1] not in known:
                return words[n + 1]
            options = {o for p in known[words[n + 1]].params for o in (*p.opts, *p.secondary_opts)}
            return next((w for w in words[n + 2 :] if w.startswith("-") and w.partition("=")[0] not in options), "")
    return ""


@pytest.mark.parametrize("path", sorted(reference.pages()))
def test_reference_is_fresh(path: str) -> None:
    assert (DOCS / path).read_text("utf-8") == reference.pages()[path], "run: make docs"


def test_every_command_and_option_is_documented() -> None:
    page = (DOCS / "reference" / "cli.md").read_text("utf-8")
    overview = (DOCS / "README.md").read_text("utf-8")
    for full, command in reference.commands():
        section = page.partition(f"## {full}\n")[2].partition("\n## ")[0]
        assert section, full
        assert f"`{full.removeprefix('strategiplan ')}`" in overview, f"docs/README.md does not name {full}"
        for given in command.params:
            for option in (*given.opts, *given.secondary_opts) if given.param_type_name == "option" else ():
                assert f"`{option}`" in section, f"{full} {option}"
            assert given.help, f"{full} {given.name} has no help"


def test_every_rule_is_documented() -> None:
    page = (DOCS / "reference" / "rules.md").read_text("utf-8")
    for rule in RULES:
        entry = page.partition(f"### {rule.code}\n")[2].partition("\n### ")[0]
        assert entry.strip().startswith(f"**{rule.severity}**"), rule.code
        assert "\nFix: " in entry and "- sv: " in entry and "- en: " in entry, rule.code


def links(page: str) -> Iterator[str]:
    """The targets of a page's links, outside code."""
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", page))
    yield from re.findall(r"\]\(([^)\s]+)\)", prose)


def anchors(page: str) -> set[str]:
    """The link targets inside a page."""
    seen: dict[str, int] = {}
    out = set()
    for heading in re.findall(r"^#+ (.*)$", FENCE.sub("", page), re.MULTILINE):
        slug = reference.anchor(re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading))
        out.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
        seen[slug] = seen.get(slug, 0) + 1
    return out


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    page = path.read_text("utf-8")
    for target in links(page):
        if target.startswith(("https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor:
            assert anchor in anchors(there.read_text("utf-8")), target


def test_every_page_can_be_reached() -> None:
    reached: set[Path] = set()
    todo = [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        found = [(page.parent / target.partition("#")[0]).resolve() for target in links(page.read_text("utf-8"))
                 if "://" not in target and not target.startswith("#")]
        todo += [there for there in found if there.is_file()]
    assert not {name(page) for page in PAGES} - {name(page) for page in reached}


def test_readme_names_every_room() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    house = ROOT / "src" / "strategiplan"
    rooms = [p.name for p in house.iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    rooms += [p.name for p in house.glob("*.py") if not p.name.startswith("__")]
    rooms += [p.name for p in ROOT.iterdir() if p.is_dir() and p.name.isalpha() and p.name not in BUILT]
    for room in rooms:
        assert re.search(rf"`([a-z/]*/)?{re.escape(room)}/?`", page), f"README.md does not say what is in {room}"


def test_readme_has_the_exit_codes() -> None:
    assert reference.EXIT_CODES in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("old", "new"), [
    ("2022", "2023"), ("2022", "2023-forslag-blagrona"), ("2023", "2024"), ("2018", "2022"),
    ("boden/2024-2026", "boden/2025-2027"), ("vaggeryd/2024", "vaggeryd/2025"), ("2023", "2022"), ("2022", "2022"),
])
def test_change_sets_hold_to_their_schema(old: str, new: str) -> None:
    schema: dict[str, Any] = json.loads((DOCS / "reference" / "changes.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    answer = ask("diff", old, new, "--format", "json", cwd=ROOT)
    assert answer.code == 0, answer.err
    Draft202012Validator(schema).validate(json.loads(answer.out))


def test_the_schema_of_change_sets_refuses_what_is_wrong() -> None:
    schema = json.loads((DOCS / "reference" / "changes.schema.json").read_text("utf-8"))
    whole = json.loads(ask("diff", "2022", "2023", "--format", "json", cwd=ROOT).out)
    for change in whole["changes"]:
        for wrong in ({"kind": "changed"}, {"effect": "touch"}, {"id": "trygg"}, {"address": None}, {"unknown": 1}):
            assert not Draft202012Validator(schema).is_valid(whole | {"changes": [change | wrong]})


@pytest.mark.parametrize(("expected", "said", "right"), [
    (["a"], ["a"], True), (["a"], ["b"], False), (["a"], ["a", "b"], False), ([ELLIPSIS], [], True),
    (["a", ELLIPSIS, "d"], ["a", "b", "c", "d"], True), (["a", ELLIPSIS, "d"], ["a", "d"], True),
    ([ELLIPSIS, "b", ELLIPSIS], ["a", "b", "c"], True), ([ELLIPSIS, "c", ELLIPSIS, "b", ELLIPSIS], list("abc"), False),
    (["a", ELLIPSIS, "a"], ["a"], False), (["a", ELLIPSIS], ["b", "a"], False),
])
def test_matching(expected: list[str], said: list[str], right: bool) -> None:
    assert matches(expected, said) is right
    assert matches(renewed(expected, said), said)
