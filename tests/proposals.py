"""Karlstad's proposals for 2023 before anything was decided, for what is asked of several proposals at once."""

import shutil
from pathlib import Path

from tests.running import ask

HOME = Path(__file__).parents[1]
BASE, MAIN, COUNTER, STATEMENT = "2022", "2023-forslag-blagrona", "2023-motforslag", "2023-forslag-s"
ALL = (BASE, MAIN, COUNTER, STATEMENT)
OLD = "Småföretagarnas villkor ska värnas, och den som flyttar hit ska känna sig välkommen."
NEW = "Småföretagarnas villkor ska värnas, och kommunen ska svara varje företag inom tre dagar."
INDICATOR = """\
  # Mäts av universitetet.
  - id: studenter-som-stannar
    name: Studenter som bor kvar ett år efter examen, andel (%)
    unit: percent
    better: higher
    source: {kind: local}
"""
NOTES = """\
notes:
  - at: gott-foretagsklimat.description
    motivation: Målet behövs, och det ska märkas för företagen.
  - at: studenter-som-stannar
    motivation: Universitetet är till för hela regionen.
"""


def undecided(root: Path) -> Path:
    """A workspace with Karlstad's plans, where nobody has adopted 2023 yet."""
    shutil.copytree(HOME / "plans" / "karlstad", root / "plans" / "karlstad")
    shutil.copy(HOME / "strategiplan.toml", root)
    for later in ("2023", "2024"):
        shutil.rmtree(root / "plans" / "karlstad" / later)
    return root


def contest(here: Path) -> Path:
    """The same, with a counter-proposal that keeps the goal that the majority removes and measures one more thing."""
    done = ask("new", COUNTER, "--from", BASE, "--by", "socialdemokraterna", "--kind", "counter", cwd=here)
    assert (done.code, done.err) == (0, "")
    folder = here / "plans" / "karlstad" / COUNTER
    both = ("gott-foretagsklimat", "bra-universitetsstad")
    goal, other = (next(folder.glob(f"areas/*/*-{name}.yaml")) for name in both)
    assert OLD in goal.read_text("utf-8")
    goal.write_text(goal.read_text("utf-8").replace(OLD, NEW), "utf-8")
    other.write_text(other.read_text("utf-8") + INDICATOR, "utf-8")
    reasons = folder / "revision.yaml"
    reasons.write_text(reasons.read_text("utf-8") + NOTES, "utf-8")
    return here
