"""Edits by splicing: what was asked for is done, every other byte is left alone, and what cannot be is refused."""

import contextlib
import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.messy import FREE, PROSE, SCALARS, SECTION, files

from strategiplan.model.types import reflow
from strategiplan.store.edit import Place, PlanFile, RefusedEdit
from strategiplan.store.forms import form_of, kind_of
from strategiplan.store.layout import same_data
from strategiplan.store.source import parse

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "plans").rglob("*.yaml"))
EXAMPLES = 40 if settings.default.max_examples <= 100 else settings.default.max_examples


def goal(text: str) -> PlanFile:
    return PlanFile(text.encode(), "goal")


Act = Callable[[PlanFile], PlanFile]

# Each case: what it shows, the text before, the edit, the text after.
CASES: list[tuple[str, str, Act, str]] = [
    ("plain stays plain", "title:  A  # c\nterm: B\n", lambda f: f.set_value(("title",), "Ny titel"),
     "title:  Ny titel  # c\nterm: B\n"),
    ("plain gets quotes when it needs them", "title: A # c\n", lambda f: f.set_value(("title",), "Ny: titel"),
     'title: "Ny: titel" # c\n'),
    ("single quotes stay", "title: 'A'\n", lambda f: f.set_value(("title",), "Kalle's"), "title: 'Kalle''s'\n"),
    ("double quotes stay", 'title: "A"\n', lambda f: f.set_value(("title",), "B"), 'title: "B"\n'),
    ("a number that was a text", "meta: {a: 'x'}\n", lambda f: f.set_value(("meta", "a"), 5), "meta: {a: 5}\n"),
    ("a text that looks like a number", "meta: {a: 5}\n", lambda f: f.set_value(("meta", "a"), "5"),
     'meta: {a: "5"}\n'),
    ("nothing becomes something", "term:   # c\ntitle: T\n", lambda f: f.set_value(("term",), "mål"),
     "term: mål   # c\ntitle: T\n"),
    ("nothing in flow", "meta: {a, b: , c: 1}\n",
     lambda f: f.set_value(("meta", "a"), "x").set_value(("meta", "b"), "y"), "meta: {a: x, b: y, c: 1}\n"),
    ("a whole list", "sdg: [5, 11] # c\nid: a\n", lambda f: f.set_value(("sdg",), [5, 11, 16]),
     "sdg: [5, 11, 16] # c\nid: a\n"),
    ("a list where nothing stood", "responsible:\nid: a\n", lambda f: f.set_value(("responsible",), ["a", "b"]),
     "responsible: [a, b]\nid: a\n"),
    ("a mapping that becomes a text", "meta:\n  a: 1\nid: a\n", lambda f: f.set_value(("meta",), "x"),
     "meta: x\nid: a\n"),
    ("only changed sentences", "description: |  # c\r\n    Ett.\r\n    Två.\r\n    Tre.\r\n\r\nid: a\r\n",
     lambda f: f.set_text(("description",), "Ett.\nTvå och en halv.\nTre."),
     "description: |  # c\r\n    Ett.\r\n    Två och en halv.\r\n    Tre.\r\n\r\nid: a\r\n"),
    ("a wrapped paragraph that stays the same", "description: |\n  Ett som\n  är brutet.\n\n  Två.\n",
     lambda f: f.set_text(("description",), "Ett som är brutet.\n\nTvå. Tre."),
     "description: |\n  Ett som\n  är brutet.\n\n  Två.\n  Tre.\n"),
    ("sentences that only a reader can part", "description: |\n  Här är det bra att bo i.\n  Det är så.\n  Ett.\n",
     lambda f: f.set_text(("description",), "Här är det bra att bo i. Det är så. Två."),
     "description: |\n  Här är det bra att bo i.\n  Det är så.\n  Två.\n"),
    ("a short text grows into a block", "description: Ett. # c\nid: a\n",
     lambda f: f.set_text(("description",), "Ett. Två."), "description: | # c\n  Ett.\n  Två.\nid: a\n"),
    ("a folded text becomes literal", "description: >\n    Ett\n    två.\nid: a\n",
     lambda f: f.set_text(("description",), "Ett tre."), "description: |\n  Ett tre.\nid: a\n"),
    ("a block that says its indent", "description: |4\n    Ett.\n",
     lambda f: f.set_text(("description",), "Två."), "description: |\n  Två.\n"),
    ("prose in flow", "indicators: [{source: {reading: Ett.}}]\n",
     lambda f: f.set_text(("indicators", 0, "source", "reading"), "Ett. Två, tre."),
     'indicators: [{source: {reading: "Ett. Två, tre."}}]\n'),
    ("a text that is not prose keeps its block", "meta:\n  a: |\n    x\n\n    y\n",
     lambda f: f.set_value(("meta", "a"), "x\n z\n"), "meta:\n  a: |\n    x\n     z\n"),
    ("a key where the model has it", "id: a\n# om målen\nsdg: [5]\n", lambda f: f.insert_key((), "title", "T"),
     "id: a\ntitle: T\n# om målen\nsdg: [5]\n"),
    ("a key before all others", "# filen\n\n# titeln\ntitle: T\n", lambda f: f.insert_key((), "id", "a"),
     "# filen\n\n# titeln\nid: a\ntitle: T\n"),
    ("a key of its own, last, before the closing comment", "id: a\ntitle: T\n# slut",
     lambda f: f.insert_key((), "egen", {"a": [1]}), "id: a\ntitle: T\negen:\n  a: [1]\n# slut"),
    ("a key on the dash's line", "sections:\n- heading: H\n  text: T\n",
     lambda f: f.insert_key(("sections", 0), "id", "a"),
     "sections:\n- id: a\n  heading: H\n  text: T\n"),
    ("a key in flow", "meta: {b: 1, c: {}}\n",
     lambda f: f.insert_key(("meta",), "d", "x, y").insert_key(("meta", "c"), "e", 1),
     'meta: {b: 1, c: {e: 1}, d: "x, y"}\n'),
    ("prose in a new key", "id: a\n", lambda f: f.insert_key((), "description", "Ett. Två."),
     "id: a\ndescription: |\n  Ett.\n  Två.\n"),
    ("without a key and its comments", "id: a\n# om titeln\ntitle: T # c\n# om målen\nsdg: [5]\n",
     lambda f: f.delete_key(("title",)), "id: a\n# om målen\nsdg: [5]\n"),
    ("without the dash's key", "sections:\n  - id: a\n    heading: H\n", lambda f: f.delete_key(("sections", 0, "id")),
     "sections:\n  - heading: H\n"),
    ("without the dash's key, the next has a comment", "sections:\n  - id: a # c\n    # d\n    heading: H\n",
     lambda f: f.delete_key(("sections", 0, "id")), "sections:\n  -\n    # d\n    heading: H\n"),
    ("without the only key", "id: a\nmeta: # c\n  a: 1\n", lambda f: f.delete_key(("meta", "a")),
     "id: a\nmeta: {} # c\n"),
    ("without all keys", "# c\n\nid: a\n", lambda f: f.delete_key(("id",)), "# c\n\n{}\n"),
    ("a key in nothing", "{}\n", lambda f: f.insert_key((), "id", "a"), "id: a\n"),
    ("without a key in flow", "meta: {a: 1, b: 2, c: 3}\n",
     lambda f: f.delete_key(("meta", "a")).delete_key(("meta", "c")).delete_key(("meta", "b")), "meta: {}\n"),
    ("an item last, before the closing comment", "sdg:\n- 5\n- 11\n# slut\n", lambda f: f.append_item(("sdg",), 16),
     "sdg:\n- 5\n- 11\n- 16\n# slut\n"),
    ("an item in flow", "sdg: [5, 11]\n", lambda f: f.append_item(("sdg",), 16).insert_item(("sdg",), 0, "1"),
     'sdg: ["1", 5, 11, 16]\n'),
    ("an item in an empty list", "sdg: []\n", lambda f: f.append_item(("sdg",), 16), "sdg: [16]\n"),
    ("an item among others that stand apart", "sections:\n\n  - id: a\n\n  # om b\n  - id: b\n",
     lambda f: f.insert_item(("sections",), 1, {"id": "n"}),
     "sections:\n\n  - id: a\n\n  - id: n\n\n  # om b\n  - id: b\n"),
    ("an item with prose", "sections: []\n", lambda f: f.append_item(("sections",), {"id": "a", "text": "Ett. Två."}),
     "sections:\n  - id: a\n    text: |\n      Ett.\n      Två.\n"),
    ("the next item's comment stays", "sections:\n  # om a\n  - id: a\n  # om b\n  - id: b\n",
     lambda f: f.delete_item(("sections", 0)), "sections:\n  # om b\n  - id: b\n"),
    ("a heading over several items stays", "sections:\n  - id: z\n\n  # Rubrik\n\n  # om a\n  - id: a\n\n  - id: b\n",
     lambda f: f.delete_item(("sections", 1)), "sections:\n  - id: z\n\n  # Rubrik\n\n  - id: b\n"),
    ("without the last item", "sections: # c\n- id: a\n", lambda f: f.delete_item(("sections", 0)),
     "sections: [] # c\n"),
    ("up", "sections:\n  - id: a\n  # om b\n  - id: b # c\n    heading: B\n  - id: c\n",
     lambda f: f.move_item(("sections", 1), ("sections",), 0),
     "sections:\n  # om b\n  - id: b # c\n    heading: B\n  - id: a\n  - id: c\n"),
    ("into a list that is indented otherwise",
     "sections:\n- id: a\n# om b\n- id: b\n  text: |\n    Ett.\n\n    Två.\nmeta:\n    x:\n        - 1\n",
     lambda f: f.move_item(("sections", 1), ("meta", "x"), 1),
     "sections:\n- id: a\nmeta:\n    x:\n        - 1\n        # om b\n        - id: b\n          text: |\n"
     "            Ett.\n\n            Två.\n"),
    ("in brackets with comments", "id: a\nsdg: [ # c1\n 5, # c2\n  11] # c4\n",
     lambda f: f.move_item(("sdg", 0), ("sdg",), 1), "id: a\nsdg: # c4\n  - 11\n  # c1\n  - 5  # c2\n"),
    ("in flow", "sdg: [5, 11, 16]\n", lambda f: f.move_item(("sdg", 2), ("sdg",), 0), "sdg: [16, 5, 11]\n"),
    ("the editor's mark and its line breaks", "\ufeffid: a\r\n", lambda f: f.insert_key((), "title", "T"),
     "\ufeffid: a\r\ntitle: T\r\n"),
    ("no line break at the end", "id: a", lambda f: f.insert_key((), "title", "T"), "id: a\ntitle: T\n"),
]


@pytest.mark.parametrize(("before", "act", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_cases(before: str, act: Act, after: str) -> None:
    assert act(goal(before)).content.decode() == after


REFUSED: list[tuple[str, str, Act]] = [
    ("no such place", "id: a\n", lambda f: f.set_value(("title",), "x")),
    ("no such item", "sdg: [5]\n", lambda f: f.delete_item(("sdg", 1))),
    ("a key that is there", "id: a\n", lambda f: f.insert_key((), "id", "b")),
    ("a position that is not", "sdg: [5]\n", lambda f: f.insert_item(("sdg",), 2, 1)),
    ("not a list", "id: a\n", lambda f: f.append_item(("id",), 1)),
    ("comments inside what would be replaced", "sdg:\n  - 5 # c\n", lambda f: f.set_value(("sdg",), [1])),
    ("a comment that has no room", "sdg:\n  - 5\n  - 11 # c\nmeta: {a: [1]}\n",
     lambda f: f.move_item(("sdg", 1), ("meta", "a"), 0)),
    ("not a text", "sdg: [5]\n", lambda f: f.set_text(("sdg", 0), "x")),
    ("a key with a question mark", "? id\n: a\n? b\n: c\n", lambda f: f.delete_key(("id",))),
    ("what cannot be written", "id: a\n", lambda f: f.set_value(("id",), "\ud800")),
    ("the root", "id: a\n", lambda f: f.delete_key(())),
    ("an empty file", "# c\n", lambda f: f.set_value(("id",), "x")),
]


@pytest.mark.parametrize(("text", "act"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_refused_changes_nothing(text: str, act: Act) -> None:
    file = goal(text)
    with pytest.raises(RefusedEdit):
        act(file)
    assert file == goal(text)


def places(data: Any) -> list[Place]:
    """The way to every value."""
    found: list[Place] = []
    todo: list[tuple[tuple[Any, ...], Any]] = [((), data)]
    while todo:
        place, value = todo.pop()
        found.append(place)
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        todo.extend(((*place, key), held) for key, held in inner)
    return found


def at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), st.data())
def test_a_value_set_to_itself_is_the_same_file(text: str, data: st.DataObject) -> None:
    file = goal(text)
    held = file.data()
    for place in data.draw(st.lists(st.sampled_from(places(held)), max_size=5)):
        assert file.set_value(place, at(held, place)) is file
        # Not only because nothing is done: another value and back is the same data in every other place.
        if place and not isinstance(at(held, place), dict | list):
            with contextlib.suppress(RefusedEdit):
                back = file.set_value(place, "något: annat").set_value(place, at(held, place))
                assert same_data(back.data(), held, form_of("goal"))


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether the lines of one are those of the other with some left out."""
    rest = iter(whole)
    return all(line in rest for line in part)


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), st.data())
def test_deleting(text: str, data: st.DataObject) -> None:
    file = goal(text)
    held = file.data()
    place = data.draw(st.sampled_from([place for place in places(held) if place] or [None]))
    if place is None:
        return
    try:
        after = file.delete_item(place) if isinstance(place[-1], int) else file.delete_key(place)
    except RefusedEdit:
        return
    del at(held, place[:-1])[place[-1]]
    assert after.data() == held or repr(after.data()) == repr(held)
    assert comments(after) <= comments(file)
    lines = after.content.decode().split("\n")
    # At most the line that held the opening bracket or dash is another one.
    if not held_in_brackets(file, place):
        assert sum(line.strip() != "" and line not in text.split("\n") for line in lines) <= 1


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), st.data(), st.one_of(SCALARS, FREE, SECTION))
def test_inserting(text: str, data: st.DataObject, value: Any) -> None:
    file = goal(text)
    held = file.data()
    place = data.draw(st.sampled_from([p for p in places(held) if isinstance(at(held, p), dict | list)]))
    container = at(held, place)
    try:
        if isinstance(container, dict):
            after = file.insert_key(place, "ny nyckel", value)
            added: Place = (*place, "ny nyckel")
        else:
            position = data.draw(st.integers(0, len(container)))
            after = file.insert_item(place, position, value)
            added = (*place, position)
    except RefusedEdit:
        return
    assert same_data(at(after.data(), added), value, form_at(added))
    again = after.delete_key(added) if isinstance(container, dict) else after.delete_item(added)
    assert repr(again.data()) == repr(held)
    assert comments(after) == comments(file)
    if container and not held_in_brackets(file, added) and text.endswith("\n"):
        assert is_within([line.strip(" -\r") for line in text.split("\n")],
                         [line.strip(" -\r") for line in after.content.decode().split("\n")])


def comments(file: PlanFile) -> int:
    return len(parse(file.content.decode().removeprefix("\ufeff")).comments)


def held_in_brackets(file: PlanFile, place: Place) -> bool:
    return any(parse_at(file, place[:n]).flow for n in range(len(place)))


def form_at(place: Place) -> Any:
    form = form_of("goal")
    for step in place:
        form = form.at(step)
    return form


def parse_at(file: PlanFile, place: Place) -> Any:
    return file.find(place).node


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), st.data(), st.one_of(SCALARS, FREE))
def test_setting(text: str, data: st.DataObject, value: Any) -> None:
    file = goal(text)
    held = file.data()
    place = data.draw(st.sampled_from([p for p in places(held) if p]))
    try:
        after = file.set_value(place, value)
    except RefusedEdit:
        return
    result = after.data()
    assert same_data(at(result, place), value, form_at(place))
    at(held, place[:-1])[place[-1]] = at(result, place)
    assert repr(result) == repr(held)
    # What stands in front of the value, and what stands behind it, is left as it was.
    spot = file.find(place)
    before, end = spot.page.text[: spot.entry.start], spot.page.content_end(spot.entry)
    assert after.content.decode().removeprefix("\ufeff").startswith(before)
    assert after.content.decode().removeprefix("\ufeff").endswith(spot.page.text[spot.page.line_end(end) :])


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), st.data(), PROSE)
def test_rewording(text: str, data: st.DataObject, new: str) -> None:
    file = goal(text)
    held = file.data()
    texts = [p for p in places(held) if form_at(p).prose and isinstance(at(held, p), str)]
    if not texts:
        return
    place = data.draw(st.sampled_from(texts))
    try:
        after = file.set_text(place, new)
    except RefusedEdit:
        # A comment that is indented deeper would become part of a new block in front of it.
        assert parse_at(file, place).style != "|"
        return
    assert reflow(at(after.data(), place)) == reflow(new)
    assert after.set_text(place, new) is after


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), st.data())
def test_moving(text: str, data: st.DataObject) -> None:
    file = goal(text)
    held = file.data()
    items = [p for p in places(held) if p and isinstance(p[-1], int)]
    if not items:
        return
    place = data.draw(st.sampled_from(items))
    rest = copy.deepcopy(held)
    value = at(rest, place[:-1]).pop(place[-1])
    to = data.draw(st.sampled_from([p for p in places(rest) if isinstance(at(rest, p), list)]))
    position = data.draw(st.integers(0, len(at(rest, to))))
    try:
        after = file.move_item(place, to, position)
    except RefusedEdit:
        return
    at(rest, to).insert(position, value)
    assert same_data(after.data(), rest, form_of("goal"))
    assert comments(after) == comments(file)


@pytest.mark.parametrize("path", PLANS[:: max(1, len(PLANS) // 20)], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_real_plans(path: Path) -> None:
    file = PlanFile(path.read_bytes(), kind_of(path))
    data = file.data()
    for place in places(data)[:: max(1, len(places(data)) // 8)]:
        value = at(data, place)
        assert file.set_value(place, value) is file
        if isinstance(value, str):
            changed = file.set_value(place, f"{value.rstrip()} Och mer.")
            old, new = (set(f.content.decode().split("\n")) for f in (file, changed))
            assert len(new - old) <= 2
        elif isinstance(value, dict):
            assert file.insert_key(place, "ny", "x").delete_key((*place, "ny")).content == file.content
        elif isinstance(value, list) and value:
            for n in range(len(value)):
                moved = file.move_item((*place, n), place, 0) if len(value) > 1 else file
                assert moved.data() != data or len(value) == 1 or n == 0
            assert file.append_item(place, "x").delete_item((*place, len(value))).content == file.content
