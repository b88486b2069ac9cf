"""`make bench`: how long things take, beside well-known tools on the same input, as ratios in one run.

Seconds are processor time of whole processes on this machine; the ratios are what to quote.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import count as numbers
from pathlib import Path

from strategiplan.formats.json_schema import schema
from tests.bench import inputs, peers
from tests.bench.measure import Measure, Timed, in_turn, tool

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "plans" / "karlstad" / "2023"
FLOOR = (
    "import sys; from pathlib import Path; from strategiplan.model import Plan; "
    "from strategiplan.store.yaml_reader import read; "
    "Plan.model_validate(read(Path(sys.argv[1]).read_bytes()).data, by_name=False)"
)
# How many times the floor a second is, on a machine on which the floor takes 0.14 s: what is asked in seconds is held
# to in floors, so that a slow machine or a busy one does not change the answer.
SECOND = 7.0
Row = tuple[str, Measure, Measure, float | None]


def bottom(plan: Path) -> Timed:
    """The least that a program with this reader and this model does with a plan: read it, and no rules."""
    return Timed("floor: YAML and model, no rules", [tool("python"), "-c", FLOOR, str(plan)], plan.parent)


def validating(folder: Path, rounds: int) -> Iterator[Row]:
    """`validate` beside check-jsonschema with the schema that `strategiplan schema` gives."""
    (folder / "schema.json").write_text(json.dumps(schema("single", "en")), "utf-8")
    plan = inputs.as_one(PLAN)
    one = inputs.write(folder / "one.yaml", plan)
    twenty = inputs.write(folder / "twenty.yaml", inputs.times(plan, 20))
    two = inputs.write(folder / "two.yaml", inputs.times(plan, 2))
    ours = tool("strategiplan")

    def peer(path: Path) -> Timed:
        command = [tool("check-jsonschema"), "--schemafile", "schema.json", path.name]
        return Timed(f"check-jsonschema, {path.stem}", command, folder)

    warm = Timed("validate karlstad/2023, files unchanged", [ours, "validate", "karlstad/2023"], ROOT)
    cold = Timed("validate karlstad/2023, nothing remembered", [ours, "validate", "--no-cache", "karlstad/2023"], ROOT)
    floor = bottom(one)
    big = Timed("validate 20×", [ours, "validate", "--no-cache", str(twenty)], folder)
    small = Timed("validate 2×", [ours, "validate", "--no-cache", str(two)], folder)
    one_peer, big_peer = peer(one), peer(twenty)
    in_turn([warm, cold, floor, one_peer, big, small, big_peer], rounds)
    yield "validate, unchanged / check-jsonschema", warm, one_peer, 0.8
    yield "validate, cold / check-jsonschema", cold, one_peer, None
    yield "floor / check-jsonschema", floor, one_peer, None
    # Four tenths were wanted; what stands between is told in docs/explanation/performance.md.
    yield "validate 20× / check-jsonschema 20×", big, big_peer, 0.65
    yield "validate 20× / validate 2×", big, small, 11.0


def helping(folder: Path, rounds: int) -> Iterator[Row]:
    """`--help` beside the import of the library that writes it."""
    ours = Timed("--help", [tool("strategiplan"), "--help"], folder)
    bare = Timed("import typer", [tool("python"), "-c", "import typer"], folder)
    in_turn([ours, bare], rounds)
    yield "--help / import typer", ours, bare, 2.5


def comparing(folder: Path, rounds: int) -> Iterator[Row]:
    """`diff` beside deepdiff's command on the same YAML."""
    plan = inputs.as_one(PLAN)
    names = {}
    for count in (1, 2, 20):
        old, new = inputs.times(plan, count), inputs.edited(inputs.times(plan, count))
        names[count] = (inputs.write(folder / f"old{count}.yaml", old), inputs.write(folder / f"new{count}.yaml", new))
    ours = {n: Timed(f"diff {n}×", [tool("strategiplan"), "diff", *map(str, names[n])], folder) for n in names}
    peer = {n: Timed(f"deepdiff {n}×", [tool("deep"), "diff", *map(str, names[n])], folder) for n in (1, 20)}
    in_turn([*ours.values(), *peer.values()], rounds)
    yield "diff / deepdiff", ours[1], peer[1], 1.0
    yield "diff 20× / deepdiff 20×", ours[20], peer[20], 0.35
    yield "diff 20× / diff 2×", ours[20], ours[2], 11.0


def paging(folder: Path, rounds: int) -> Iterator[Row]:
    """The revision as a page, beside prosediff's page of the same two texts; it has to be on PATH to be measured."""
    peer = shutil.which("prosediff")
    if peer is None:
        print("prosediff is not on PATH: the revision page is not compared", file=sys.stderr)
        return
    ours = tool("strategiplan")
    for name in ("2022", "2023"):
        with (folder / f"{name}.md").open("wb") as text:
            subprocess.run([ours, "render", name, "--format", "md"], cwd=ROOT, stdout=text, check=True)
    page = Timed("diff to HTML", [ours, "diff", "2022", "2023", "-o", str(folder / "ours.html")], ROOT)
    theirs = ["--files", str(folder / "2022.md"), str(folder / "2023.md"), "-o", str(folder / "theirs.html")]
    beside = Timed("prosediff to HTML", [peer, *theirs], folder)
    in_turn([page, beside], rounds)
    yield "diff to HTML / prosediff to HTML", page, beside, 0.2


def exporting(folder: Path, rounds: int) -> Iterator[Row]:
    """A plan as HTML, beside what strictdoc and sphinx-needs make of it where they are on PATH."""
    plan, made = inputs.as_one(PLAN), folder / "made"
    page = Timed("plan to HTML", [tool("strategiplan"), "render", "2023", "-o", str(folder / "ours.html")], ROOT)
    theirs = []
    if strictdoc := shutil.which("strictdoc"):
        (folder / "strictdoc").mkdir()
        (folder / "strictdoc" / "plan.sdoc").write_text(peers.sdoc(plan), "utf-8")
        # With what it made the last time it would make nothing; in one process, since that costs it less.
        export = [strictdoc, "export", "strictdoc", "--output-dir", str(made), "--no-parallelization"]
        gone = partial(shutil.rmtree, made, ignore_errors=True)
        theirs.append(Timed("strictdoc to HTML", export, folder, gone))
    if (sphinx := shutil.which("sphinx-build")) and _has_needs(sphinx):
        (folder / "needs").mkdir()
        (folder / "needs" / "conf.py").write_text(peers.CONF, "utf-8")
        (folder / "needs" / "index.rst").write_text(peers.needs(plan), "utf-8")
        theirs.append(Timed("sphinx-needs to HTML", [sphinx, "-q", "-E", "-a", "needs", str(folder / "html")], folder))
    in_turn([page, *theirs], rounds if theirs else 0)
    for peer in theirs:
        yield f"render to HTML / {peer.name}", page, peer, 0.33
    for name in {"strictdoc to HTML", "sphinx-needs to HTML"} - {peer.name for peer in theirs}:
        print(f"{name.partition(' ')[0]} is not on PATH: the page of a plan is not compared with it", file=sys.stderr)


def _has_needs(sphinx: str) -> bool:
    found = [str(Path(sphinx).parent / "python"), "-c", "import sphinx_needs"]
    return Path(found[0]).is_file() and subprocess.run(found, capture_output=True, check=False).returncode == 0


def printing(folder: Path, rounds: int) -> Iterator[Row]:
    """The plan and the revision as PDF of some twenty pages each, beside the pages that they are made of."""
    ours = tool("strategiplan")
    two = inputs.write(folder / "two.yaml", inputs.times(inputs.as_one(PLAN), 2))
    asked = {"render": ["render", "2023"], "diff": ["diff", "2022", "2023"]}
    made = {
        (name, kind): Timed(f"{name} to {kind}", [ours, *words, "-o", str(folder / f"{name}.{kind}")], ROOT)
        for name, words in asked.items() for kind in ("pdf", "html")
    }
    long = Timed("PDF of 40 pages", [ours, "render", str(two), "-o", str(folder / "two.pdf")], folder)
    floor = bottom(two)
    in_turn([*made.values(), long, floor], rounds)
    yield "render to PDF / render to HTML", made["render", "pdf"], made["render", "html"], 2.5
    yield "diff to PDF / diff to HTML", made["diff", "pdf"], made["diff", "html"], 2.5
    yield "render to PDF of 40 pages / floor", long, floor, SECOND


def publishing(folder: Path, rounds: int) -> Iterator[Row]:
    """The whole site: made from nothing, with one goal changed, and with nothing changed, beside one page."""
    space = folder / "space"
    shutil.copytree(ROOT / "plans", space / "plans")
    shutil.copy(ROOT / "strategiplan.toml", space)
    ours = tool("strategiplan")
    site = [ours, "render", "--format", "site", "-o"]
    goal = space / "plans/karlstad/2023/areas/1-en-kommun-for-alla/5-trygg-och-saker.yaml"
    texts = numbers()

    def change() -> None:
        # Another text each time, so that there is something to do in every round.
        said = goal.read_text("utf-8")
        goal.write_text(re.sub("Parker.*torg", f"Parker, {next(texts)} gator och torg", said), "utf-8")

    page = Timed("one plan as a page", [ours, "render", "2023", "-o", str(folder / "page.html")], space)
    made = folder / "cold"
    cold = Timed("site, all plans, cold", [*site, str(made)], space, partial(shutil.rmtree, made, ignore_errors=True))
    same = Timed("site, nothing changed", [*site, str(folder / "same")], ROOT)
    one = Timed("site, one goal changed", [*site, str(folder / "again")], space, change)
    floor = bottom(inputs.write(folder / "one.yaml", inputs.as_one(PLAN)))
    nothing = Timed("python -c pass", [tool("python"), "-c", "pass"], folder)
    in_turn([page, cold, same, one, floor, nothing], rounds)
    yield "site, all plans, cold / one page", cold, page, 6.0
    yield "site, one goal changed / one page", one, page, 2.5
    yield "site, nothing changed / one page", same, page, 0.5
    yield "site, all plans, cold / floor", cold, floor, 3 * SECOND
    yield "site, one goal changed / floor", one, floor, 0.5 * SECOND
    yield "memory: site, all plans, cold / python -c pass", cold.memory, nothing.memory, 150 / 11


PARTS = {
    "validate": validating, "help": helping, "diff": comparing, "page": paging, "export": exporting, "pdf": printing,
    "site": publishing,
}  # fmt: skip


def main() -> int:
    """Measure, and say of each ratio whether it is where it should be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; everything when not given")
    asked.add_argument("--rounds", type=int, default=7)
    options = asked.parse_args()
    missed = 0
    print("| what | ours | beside | ratio | at most |\n| --- | --- | --- | --- | --- |")
    for part in options.parts or PARTS:
        with tempfile.TemporaryDirectory() as place:
            for name, ours, beside, most in PARTS[part](Path(place), options.rounds):
                ratio = ours.median / beside.median
                missed += most is not None and ratio > most
                limit = "–" if most is None else f"{most:.3g}"
                print(f"| {name} | {_figure(ours)} | {_figure(beside)} | {ratio:.2f} | {limit} |", flush=True)
    return int(missed > 0)


def _figure(measured: Measure) -> str:
    return f"{measured.median:.3f} s" if measured.unit == "s" else f"{measured.median:.0f} {measured.unit}"


if __name__ == "__main__":
    raise SystemExit(main())
