"""Files merged as data and as parts of plans: the laws, and what the edges give."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plans import HEAD, area, goal, indicator, plans

from strategiplan.model import Plan
from strategiplan.revisions.merge import merge
from strategiplan.revisions.merged import Why
from strategiplan.store.data_edit import brought_to
from strategiplan.store.data_merge import ABSENT, merge_data
from strategiplan.store.edit import PlanFile
from strategiplan.store.file_merge import Versions, merge_file
from strategiplan.store.filing import data_of
from strategiplan.store.forms import FREE, form_of
from strategiplan.store.layout import same_data, written
from strategiplan.store.merge_driver import CannotRead, Contents, merge_contents

TEXT = st.sampled_from(["a", "b", "Ja. Nej.", "Ja. Kanske. Nej."])
NOTE = st.fixed_dictionaries(
    {"at": st.sampled_from(["a", "b", "c", "d"])},
    optional={"motivation": TEXT, "fate": st.sampled_from(["ceased", "moved"])},
)
REVISION = st.fixed_dictionaries({}, optional={
    "base": st.sampled_from(["2022", "2023"]), "statement": TEXT, "notes": st.lists(NOTE, max_size=4),
    "proposer": st.fixed_dictionaries({"kind": st.sampled_from(["party", "board"])}, optional={"party": TEXT}),
})  # fmt: skip
FORM = form_of("revision")


@given(REVISION, REVISION)
def test_data_merged_with_the_base_are_the_other_side(base: Any, ours: Any) -> None:
    for merged in (merge_data(base, ours, base, FORM), merge_data(base, base, ours, FORM)):
        assert same_data(merged.data, ours, FORM) and not merged.clashes
    assert merge_data(base, ours, ours, FORM).data == ours


@given(REVISION, REVISION, REVISION)
def test_data_merged_either_way_are_the_same(base: Any, ours: Any, theirs: Any) -> None:
    one, other = merge_data(base, ours, theirs, FORM), merge_data(base, theirs, ours, FORM)
    assert same_data(one.data, other.data, FORM)
    assert sorted(map(str, (c.place for c in one.clashes))) == sorted(map(str, (c.place for c in other.clashes)))


@given(REVISION, REVISION, REVISION)
def test_no_data_are_lost_in_silence(base: Any, ours: Any, theirs: Any) -> None:
    merged = merge_data(base, ours, theirs, FORM)
    if merged.clashes:
        return
    for side in (ours, theirs):
        for key in ("base", "statement"):
            if side.get(key) != base.get(key) and key in side:
                assert all(word in str(merged.data[key]) for word in side[key].split())
        for note in side.get("notes", ()):
            if note not in base.get("notes", ()):
                assert any(kept["at"] == note["at"] for kept in merged.data["notes"])


@given(REVISION, REVISION)
def test_a_file_is_brought_to_any_data(old: Any, new: Any) -> None:
    made = brought_to(PlanFile(written(old, "revision").encode(), "revision"), new)
    assert same_data(made.data(), new, FORM)


@st.composite
def trios(draw: st.DrawFn) -> tuple[Plan, Plan, Plan]:
    return draw(plans()), draw(plans()), draw(plans())


@given(trios())
@settings(max_examples=40)
def test_a_plan_in_one_file_is_merged_as_the_plan_is(drawn: tuple[Plan, Plan, Plan]) -> None:
    files = [written(data_of(plan), "single").encode() for plan in drawn]
    content, found = merge_contents("single", Contents(*files))
    wanted = merge(*drawn)
    assert Plan.model_validate(PlanFile(content, "single").data(), by_name=False) == wanted.plan
    assert [c.at for c in found.conflicts] == [c.at for c in wanted.conflicts]
    assert found.is_clean == wanted.is_clean


def test_what_goes_without_saying_and_numbers_keep_their_spelling() -> None:
    base = "id: g\ntitle: G\nsdg: [5, 11]\nsections: []\nindicators:\n- {id: i, name: I, targets: {2030: {min: 8.0}}}\n"
    ours = base.replace("title: G", 'title: "G2" # vår').replace("sections: []", "sections: [] # inga än")
    theirs = base.replace("sdg: [5, 11]", "sdg: [5, 11, 13]")
    content, found = merge_contents("goal", Contents(base.encode(), ours.encode(), theirs.encode()))
    assert found.is_clean
    assert content.decode() == ours.replace("sdg: [5, 11]", "sdg: [5, 11, 13]")


def test_without_git_our_file_is_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    base = "id: g\ntitle: G\nindicators:\n  - id: i\n    name: I\n"
    ours = base + "  # vår\n  - id: a\n    name: A\n"
    theirs = "# om filen\n" + base + "  - id: b # deras\n    name: B\n"
    content, found = merge_contents("goal", Contents(base.encode(), ours.encode(), theirs.encode()))
    assert found.is_clean
    data = PlanFile(content, "goal").data()
    assert [i["id"] for i in data["indicators"]] == ["i", "a", "b"]
    merged, mine, yours = (PlanFile(held, "goal").comments() for held in (content, ours.encode(), theirs.encode()))
    assert merged == mine + yours


def test_a_comment_outlives_what_the_other_side_takes_away() -> None:
    base = "id: g\ntitle: G\nreviewed: 2023\n"
    ours = base.replace("reviewed: 2023", "reviewed: 2023 # fråga nämnden")
    theirs = base.replace("reviewed: 2023\n", "")
    for pair in ((ours, theirs), (theirs, ours)):
        content, found = merge_contents("goal", Contents(base.encode(), *(text.encode() for text in pair)))
        assert found.is_clean and "reviewed" not in PlanFile(content, "goal").data()
        assert b"# fr\xc3\xa5ga n\xc3\xa4mnden" in content


@pytest.mark.parametrize(("kind", "base", "ours", "theirs", "expected"), [
    ("goal", goal("g"), goal("g", "A"), goal("g", "B"), [(Why.SAME_FIELD, "g.title")]),
    ("area", area("a", goal("g")), area("a"), area("a", goal("g", "B")), [(Why.REMOVED_EDITED, "g")]),
    ("budget", {"sign": "cost-positive", "years": [2023], "operations": {"kf": {"2023": 1}}},
     {"sign": "cost-positive", "years": [2023], "operations": {"kf": {"2023": 2}}},
     {"sign": "cost-positive", "years": [2023], "operations": {"kf": {"2023": 3}}},
     [(Why.SAME_FIELD, "budget.operations.kf")]),
    ("plan", HEAD, {**HEAD, "title": "A"}, {**HEAD, "title": "B"}, [(Why.SAME_FIELD, "plan.title")]),
])  # fmt: skip
def test_parts_of_a_plan(kind: str, base: Any, ours: Any, theirs: Any, expected: list[tuple[Why, str]]) -> None:
    for one, other in ((ours, theirs), (theirs, ours)):
        found = merge_file(kind, Versions(*map(copy.deepcopy, (base, one, other))))
        assert [(c.why, str(c.at)) for c in found.conflicts] == expected
        assert same_data(found.data, base, FREE)


def test_a_file_that_is_to_be_two_things_is_a_conflict() -> None:
    found = merge_file("goal", Versions(goal("g"), goal("h"), goal("g", "B")))
    assert not found.is_clean and found.data == goal("g")
    found = merge_file("goal", Versions(goal("g"), goal("h", "C"), goal("k", "D")))
    assert not found.is_clean and found.data == goal("g")


def test_what_the_model_does_not_know_is_merged_as_data() -> None:
    base = {**goal("g"), "okänd": 1, "indicators": [indicator("i")]}
    ours = {**base, "okänd": 2}
    theirs = {**base, "title": "B", "indicators": [indicator("i"), indicator("j")]}
    found = merge_file("goal", Versions(base, ours, theirs))
    assert found.is_clean and found.data == {**theirs, "okänd": 2}
    found = merge_file("goal", Versions(base, ours, {**base, "okänd": 3}))
    assert [c.place for c in found.clashes] == [("okänd",)] and found.data == base


def test_items_are_known_by_what_they_are_called() -> None:
    values = [{"period": "2022", "value": 1}, {"period": "2022", "gender": "K", "value": 2}]
    series: dict[str, Any] = {"indicator": "i", "series": values}
    ours = copy.deepcopy(series)
    ours["series"].insert(0, {"period": "2021", "value": 0})
    theirs = copy.deepcopy(series)
    theirs["series"][1]["value"] = 3
    theirs["series"].append({"period": "2023", "value": 4})
    merged = merge_data(series, ours, theirs, form_of("measurement"))
    assert [(s["period"], s.get("gender"), s["value"]) for s in merged.data["series"]] == [
        ("2021", None, 0), ("2022", None, 1), ("2022", "K", 3), ("2023", None, 4),
    ]  # fmt: skip
    gone = {**series, "series": series["series"][:1]}
    (clash,) = merge_data(series, gone, theirs, form_of("measurement")).clashes
    assert clash.ours is ABSENT and clash.theirs["value"] == 3 and clash.place == ("series", "2022")


@pytest.mark.parametrize("content", [b"a: [", b"- 1\n", b"a: 1\na: 2\n", b"\xff\xfe", b"", b"<<<<<<< HEAD\na: 1\n"])
def test_what_cannot_be_read(content: bytes) -> None:
    sound = b"id: g\ntitle: G\n"
    with pytest.raises(CannotRead) as refused:
        merge_contents("goal", Contents(sound, sound, content))
    assert refused.value.which == "theirs"
