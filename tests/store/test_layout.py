"""The canonical layout: it loses nothing, comments stay with their things, and laying out twice is laying out once."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.messy import PROSE, SHUFFLED, TEXTS, files

from strategiplan.model.types import reflow
from strategiplan.store import scalars
from strategiplan.store.forms import form_of, kind_of
from strategiplan.store.layout import Unreadable, canonical, format_paths, same_data, written
from strategiplan.store.numbering import renumbered
from strategiplan.store.prose_lines import one_sentence_per_line
from strategiplan.store.source import Entry, parse
from strategiplan.store.yaml_reader import read

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "plans").rglob("*.yaml"))
# `LAWS=5000 pytest tests/store` looks harder.
EXAMPLES = int(os.environ.get("LAWS", "50"))


def comments(text: str) -> Counter[str]:
    return Counter(comment.text for comment in parse(text).comments)


@settings(max_examples=EXAMPLES, deadline=None)
@given(files())
def test_nothing_is_lost_and_twice_is_once(text: str) -> None:
    laid = canonical(text, "goal")
    assert canonical(laid, "goal") == laid
    assert same_data(read(text.encode()).data, read(laid.encode()).data, form_of("goal"))
    assert comments(text) == comments(laid)
    assert "\r" not in laid and laid.endswith("\n") and not laid.endswith("\n\n")


@settings(max_examples=EXAMPLES, deadline=None)
@given(SHUFFLED)
def test_new_files_are_canonical(data: dict[str, object]) -> None:
    text = written(data, "goal")
    assert canonical(text, "goal") == text
    assert same_data(data, read(text.encode()).data, form_of("goal"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_every_text_is_read_back(text: str) -> None:
    for flow, before, behind in ((False, "- ", ""), (True, "[", "]"), (False, "a:\n  b: ", ""), (True, "{a: ", "}")):
        data = read(f"{before}{scalars.string(text, flow=flow)}{behind}\n".encode()).data
        while not isinstance(data, str):
            data = data[0] if isinstance(data, list) else next(iter(data.values()))
        assert data == text
    assert list(read(f"{scalars.key(text)}: 1\n".encode()).data) == [text]
    assert list(read(f"{{{scalars.key(text, flow=True)}: 1}}\n".encode()).data) == [text]


@settings(max_examples=EXAMPLES, deadline=None)
@given(PROSE)
def test_sentences_on_lines_are_the_same_text(text: str) -> None:
    lines = one_sentence_per_line(text)
    assert reflow(lines) == reflow(text)
    assert one_sentence_per_line(lines) == lines


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.relative_to(ROOT / "plans").as_posix())
def test_real_plans(path: Path) -> None:
    text = path.read_text("utf-8")
    laid = canonical(text, kind_of(path))
    assert canonical(laid, kind_of(path)) == laid
    assert comments(text) == comments(laid)


# Each case: what it shows, the kind of file, the text as somebody left it, and as it is laid out.
CASES = [
    ("order of the model; the unknown last, meta before it", "goal",
     "okänd: 1\nmeta: {a: 1}\nsdg: [5]\ntitle: T\nid: a\n",
     "id: a\ntitle: T\nsdg: [5]\nmeta: {a: 1}\nokänd: 1\n"),
    ("comments move with their things", "goal",
     "id: a\n# om målen\nsdg:   # se bilaga\n- 5\n- 11\n# om titeln\ntitle: 'T' # kort\n",
     "id: a\n# om titeln\ntitle: T  # kort\n# om målen\nsdg: [5, 11]  # se bilaga\n"),
    ("a comment at the top is the file's", "plan",
     "# Om planen.\nstatus: draft\ntitle: T\n",
     "# Om planen.\n\ntitle: T\nstatus: draft\n"),
    ("a comment at the top stays where it is", "plan",
     "# Om planen.\ntitle: T\nstatus: draft\n",
     "# Om planen.\ntitle: T\nstatus: draft\n"),
    ("a comment at the end of a block stays in it", "plan",
     "areas:\n- id: a\n  title: A\n  # slutet av a\n# före målen\ngoals:\n- id: b\n  title: B\n# slutet av filen\n",
     "areas:\n  - id: a\n    title: A\n    # slutet av a\n# före målen\ngoals:\n  - id: b\n    title: B\n"
     "# slutet av filen\n"),
    ("the next item's comment is not the last one's", "plan",
     "areas:\n  - id: a\n    title: A\n  # om b\n  - id: b\n    title: B\n  # inga fler\n",
     "areas:\n  - id: a\n    title: A\n  # om b\n  - id: b\n    title: B\n  # inga fler\n"),
    ("comments inside a flow list keep it on lines", "goal",
     "id: a\nsdg: [5, # jämställdhet\n  # städer\n  11]\n",
     "id: a\nsdg:\n  - 5  # jämställdhet\n  # städer\n  - 11\n"),
    ("two comments on lines that become one", "goal",
     "id: a\ntitle: # först\n  T # sedan\n",
     "id: a\n# först\ntitle: T  # sedan\n"),
    ("comments behind and below a dash", "goal",
     "sections:\n- # ett\n  id: a\n-\n  # två\n  id: b\n",
     "sections:\n  -  # ett\n    id: a\n  # två\n  - id: b\n"),
    ("one empty line is kept, more are not", "goal",
     "\n\nid: a\n\n\n\ntitle: T\nsections:\n\n  - id: b\n\n  - id: c\n\n\n",
     "id: a\n\ntitle: T\nsections:\n  - id: b\n\n  - id: c\n"),
    ("quotes only where they are needed", "goal",
     "id: 'a'\ntitle: \"Ja: nej\"\nterm: \"mål # 1\"\nsdg: [\"16.1\", '5', 11]\nmeta: {a: 'x', b: \"x, y\", c: 'i'}\n",
     "id: a\ntitle: \"Ja: nej\"\nterm: \"mål # 1\"\nsdg: [\"16.1\", \"5\", 11]\nmeta: {a: x, b: \"x, y\", c: i}\n"),
    ("who quoted a date or a `no` meant to", "revision",
     "base: '2024-2026'\nfiled: 2024-01-01\nnotes: [{at: a, series-break: 'yes'}, {at: b, series-break: yes}]\n",
     "base: \"2024-2026\"\nfiled: 2024-01-01\nnotes: [{at: a, series-break: \"yes\"}, {at: b, series-break: yes}]\n"),
    ("numbers keep their spelling", "goal",
     "meta: {a: 1.50, b: 0x1F, c: ~, d: , e: 007}\n",
     "meta: {a: 1.50, b: 0x1F, c: ~, d: null, e: 007}\n"),
    ("words in a row, phrases on lines", "goal",
     "responsible:\n  - kommunstyrelsen\n  - skolnamnden\nmeta:\n  lista:\n    - Vi ser framåt.\n    - Vi lyssnar.\n",
     "responsible: [kommunstyrelsen, skolnamnden]\nmeta:\n  lista:\n    - Vi ser framåt.\n    - Vi lyssnar.\n"),
    ("a flow mapping that is too long", "goal",
     "indicators: [{id: a, name: Invånare som avstår från att gå ut ensam på kvällen och natten i stan, "
     "unit: percent}]\n",
     "indicators:\n  - id: a\n    name: Invånare som avstår från att gå ut ensam på kvällen och natten i stan\n"
     "    unit: percent\n"),
    ("a mapping on lines stays on lines", "plan",
     "period:\n    start: 2023-01-01\n    end: 2023-12-31\n",
     "period:\n  start: 2023-01-01\n  end: 2023-12-31\n"),
    ("one sentence on a line", "goal",
     "description: Kommunen ska växa. Det kräver bl.a. bostäder.\n",
     "description: |\n  Kommunen ska växa.\n  Det kräver bl.a. bostäder.\n"),
    ("a wrapped paragraph, a list and a table", "goal",
     "description: |\n    En mening som\n    fortsätter. En till.\n\n\n    - punkt. Mer\n    - punkt\n",
     "description: |\n  En mening som fortsätter.\n  En till.\n\n  - punkt.\n    Mer\n  - punkt\n"),
    ("a break that the writer made behind a full stop", "goal",
     "description: |\n  Kommunen är bra att bo i.\n  Alla får\n  plats.\n",
     "description: |\n  Kommunen är bra att bo i.\n  Alla får plats.\n"),
    ("a short text stays on its line", "goal", "description: 'En mening.'\n", "description: En mening.\n"),
    ("a short text in a block stays in it", "goal",
     "description: |\n  En mening.\n", "description: |\n  En mening.\n"),
    ("a long text in a flow mapping", "goal",
     "indicators:\n  - source: {kind: local, reading: \"Ett. Två.\"}\n",
     "indicators:\n  - source:\n      kind: local\n      reading: |\n        Ett.\n        Två.\n"),
    ("the editor's marks", "goal", "\ufeff---\r\nid: a\r\ntitle: T\r\n...\r\n", "id: a\ntitle: T\n"),
    ("nothing but comments", "goal", "# a\n\n\n# b\n", "# a\n\n# b\n"),
    ("nothing", "goal", "", ""),
    ("a plan in one file", "single",
     "revision: {kind: main, base: a}\nstatus: draft\ntitle: T\n",
     "title: T\nstatus: draft\nrevision: {base: a, kind: main}\n"),
]


@pytest.mark.parametrize(("kind", "text", "laid"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_cases(kind: str, text: str, laid: str) -> None:
    assert canonical(text, kind) == laid
    assert canonical(laid, kind) == laid


@pytest.mark.parametrize("text", [
    "a: 1\na: 2\n", "a: &x 1\n", "a: [1\n", "a: 1\n\tb: 1\n", "- " * 60 + "1\n", "a: 1\n---\nb: 2\n", "a: \u2028\n",
    "\ud800",
])
def test_what_the_reader_refuses_is_not_laid_out(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        canonical(text, "goal")
    assert refused.value.problems


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_comments_stay_with_their_things(data: st.DataObject) -> None:
    """Every key says its name in the comment above it and in the one beside it, wherever it goes."""
    names = ["id", "title", "term", "family", "responsible", "deadline", "reviewed", "meta", "okänd"]
    lines = []
    for name in data.draw(st.permutations(names)):
        if data.draw(st.booleans()):
            lines.append(f"# om {name}")
        value = data.draw(st.sampled_from(["x", "'x'", "[x, y]", "{x: 1}", f"|  # vid {name}\n   x", "\n  - x\n  - y"]))
        mark = "" if value[0] in "|\n" else f"  # vid {name}"
        lines.append(f"{name}: {value}{mark}")
    text = "id2: 0\n" + "\n".join(lines) + "\n"
    for name, entry in entries(canonical(text, "goal")).items():
        assert [c.text for c in entry.lead] == [f"# om {name}"] * (f"# om {name}\n" in text)
        assert all(c.text == f"# vid {name}" for c in entry.beside)


def entries(text: str) -> dict[str, Entry]:
    root = parse(text).root
    assert root is not None
    first = root.value.entries[0]
    first.lead = [*root.value.head, *first.lead]
    return {entry.key.text: entry for entry in root.value.entries if entry.key}


def test_spans_are_exact() -> None:
    text = "a: |+ # c\r\n  t😀\r\n\r\nb:\r\n- - é # d\r\n  - {k: 'v'}\r\n- \r\n"
    root = parse(text).root
    assert root is not None
    first, second = root.value.entries
    assert text[first.value.start : first.value.end] == "|+ # c\r\n  t😀\r\n"
    assert [text[e.start : e.end] for e in second.value.entries] == ["- - é # d\r\n  - {k: 'v'}", "-"]
    flow = second.value.entries[0].value.entries[1].value
    assert text[flow.start : flow.end] == "{k: 'v'}"
    assert [comment.text for comment in first.beside] == ["# c"]


def test_folders_and_files(tmp_path: Path) -> None:
    plan = tmp_path / "karlstad" / "2023"
    (plan / "areas" / "1-a").mkdir(parents=True)
    (plan / "plan.yaml").write_bytes(b"status: draft\r\ntitle: T\r\n")
    (plan / "areas" / "1-a" / "area.yaml").write_text("id: a\ntitle: A\n")
    (plan / "areas" / "1-a" / "1-g.yaml").write_text("title: G\nid: g\n")
    (plan / "areas" / "1-a" / "2-h.yaml").write_text("id: [\n")
    (tmp_path / "karlstad" / "organization.yaml").write_text("code: '2582'\nname: K\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    found = {laid.path.relative_to(tmp_path / "karlstad").as_posix(): laid for laid in format_paths([tmp_path])}
    assert {path.read_bytes() for path in before} == set(before.values())
    assert found["2023/plan.yaml"].new == "title: T\nstatus: draft\n" and found["2023/plan.yaml"].is_changed
    assert not found["2023/areas/1-a/area.yaml"].is_changed
    assert found["2023/areas/1-a/1-g.yaml"].new == "id: g\ntitle: G\n"
    assert found["organization.yaml"].new == "name: K\ncode: \"2582\"\n"
    broken = found["2023/areas/1-a/2-h.yaml"]
    assert not broken.is_changed and [d.code for d in broken.diagnostics] == ["yaml-unclosed"]
    diff = next(format_paths([plan / "areas" / "1-a" / "1-g.yaml"])).diff()
    assert re.findall(r"^[-+]\w.*", diff, re.MULTILINE) == ["+id: g", "-id: g"]


def test_numbers(tmp_path: Path) -> None:
    for name in ("1-a/area.yaml", "1-a/1-x.yaml", "1-a/2-y.yaml", "1-a/10-z.yaml", "1-a/läs-mig.md", "03-b/area.yaml",
                 "03-b/007-q.yaml", "03-b/8-r.yaml"):
        path = tmp_path / "areas" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    moves = {a.relative_to(tmp_path).as_posix(): b.relative_to(tmp_path).as_posix()
             for a, b in renumbered(tmp_path).items()}
    assert moves == {
        "areas/1-a/area.yaml": "areas/10-a/area.yaml",
        "areas/1-a/1-x.yaml": "areas/10-a/10-x.yaml",
        "areas/1-a/2-y.yaml": "areas/10-a/20-y.yaml",
        "areas/1-a/10-z.yaml": "areas/10-a/30-z.yaml",
        "areas/1-a/läs-mig.md": "areas/10-a/läs-mig.md",
        "areas/03-b/area.yaml": "areas/20-b/area.yaml",
        "areas/03-b/007-q.yaml": "areas/20-b/010-q.yaml",
        "areas/03-b/8-r.yaml": "areas/20-b/020-r.yaml",
    }
    assert renumbered(tmp_path / "areas") == {}
