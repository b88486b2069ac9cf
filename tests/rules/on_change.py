"""The revision: its base, its proposer, its notes, and the fate of everything that leaves."""

from strategiplan.model.plan import Plan
from strategiplan.revisions.fingerprint import fingerprint
from tests.rules.cases import Case, Data, body, dossier, fires, goal, indicator, organization, plan, quiet

KS_ORG = organization(body("kommunstyrelsen"), parties=[{"id": "blagrona", "name": "Blågröna"}])
WHY = "Därför att tiderna är nya."
BASE = plan(goals=[
    goal("trygg", description="Alla ska vara trygga."),
    goal("foretag", indicators=[indicator("nki"), indicator("start")]),
])
HASH = fingerprint(Plan.model_validate(BASE, by_name=False))


def noted(*notes: Data, tree: Data | None = None, base: Data = BASE, **parts: object) -> object:
    """A dossier whose revision has these notes."""
    return dossier(BASE if tree is None else tree, base=base, revision={"base": "2022", "notes": list(notes)}, **parts)


GONE = plan(goals=[goal("trygg", description="Alla ska vara trygga.")])
LESS = plan(goals=[
    goal("trygg", description="Alla ska vara trygga."), goal("foretag", indicators=[indicator("start")]),
])
NEXT = plan(goals=[
    goal("trygg", description="Alla ska vara trygga."),
    goal("foretag", indicators=[indicator("nki-ny"), indicator("start")]),
])


def with_text(text: str) -> Data:
    """The base with another description of the first goal."""
    return plan(goals=[goal("trygg", description=text), *BASE["goals"][1:]])


CASES: list[Case] = [
    fires("unknown-base", dossier(plan(), revision={"base": "2022-s"}, revisions=["2022-forslag-s", "2023"]),
          "revision.base", suggestion="2022-forslag-s"),
    *quiet(
        "unknown-base",
        dossier(plan(), revision={"base": "2022"}, revisions=["2022", "2023"]),
        dossier(plan(), revision={"base": "2021"}),
        dossier(plan(), base=plan(), revision={"base": "2021"}, revisions=["2022"]),
    ),
    fires("base-is-itself", dossier(plan(), revision={"base": "2023"}, name="karlstad/2023"), "revision.base"),
    *quiet("base-is-itself", dossier(plan(), revision={"base": "2022"}), dossier(plan())),
    fires("base-hash-mismatch",
          dossier(plan(), base=BASE, revision={"base": "2022", "base-hash": "sha256:" + "0" * 64}),
          "revision.base-hash"),
    *quiet(
        "base-hash-mismatch",
        dossier(plan(), base=BASE, revision={"base": "2022", "base-hash": HASH}),
        dossier(plan(), base=BASE, revision={"base": "2022"}),
    ),
    fires("unknown-party",
          dossier(plan(), revision={"proposer": {"kind": "party", "party": "blagron"}}, organization=KS_ORG),
          "revision.proposer.party", suggestion="blagrona"),
    *quiet(
        "unknown-party",
        dossier(plan(), revision={"proposer": {"kind": "party", "party": "blagrona"}}, organization=KS_ORG),
        dossier(plan(), revision={"proposer": {"kind": "party", "party": "x"}}),
        dossier(plan(), revision={"proposer": {"kind": "party", "party": "x"}}, organization=KS_ORG, unread=["x"]),
    ),
    fires("proposal-without-proposer", dossier(plan(status="proposal"), revision={}), "revision.proposer"),
    fires("proposal-without-proposer", dossier(plan(status="proposal"), revision={"proposer": {"kind": "board"}}),
          "revision.proposer"),
    *quiet(
        "proposal-without-proposer",
        dossier(plan(status="proposal"), revision={"proposer": {"kind": "majority"}}),
        dossier(plan(status="proposal"), revision={"proposer": {"kind": "citizen", "name": "Eva"}}),
        dossier(plan(status="draft"), revision={}),
    ),
    fires("statement-missing", dossier(plan(), revision={"kind": "statement"}), "revision.kind"),
    *quiet("statement-missing", dossier(plan(), revision={"kind": "statement", "statement": "Vi återkommer."})),
    fires("statement-with-tree", dossier(GONE, base=BASE, revision={"kind": "statement", "statement": "Nej."}),
          "revision.kind"),
    *quiet("statement-with-tree", dossier(base=BASE, revision={"kind": "statement", "statement": "Nej."})),
    fires("note-points-nowhere",
          noted({"at": "tryg", "motivation": WHY}, {"at": "trygg.descripton", "motivation": WHY}),
          "revision.notes.0.at", "revision.notes.1.at", suggestion="trygg"),
    *quiet(
        "note-points-nowhere",
        noted({"at": "nki", "fate": "ceased"}, {"at": "trygg.indicators"}, {"at": "plan.terms.area"}, tree=LESS),
        noted({"at": "borta"}, unread=["borta"]),
    ),
    fires(
        "note-without-change",
        noted({"at": "trygg", "motivation": WHY}, {"at": "trygg.title"}, {"at": "foretag", "fate": "moved"}, tree=LESS),
        "revision.notes.0.at", "revision.notes.1.at", "revision.notes.2.at",
    ),
    fires("note-without-change", noted({"at": "trygg.indicators"}), "revision.notes.0.at"),
    *quiet(
        "note-without-change",
        noted({"at": "trygg", "kind": "confirmed"}, {"at": "foretag", "motivation": WHY}, {"at": "foretag.indicators"},
              {"at": "nki", "fate": "ceased"}, {"at": "nki", "motivation": WHY}, {"at": "borta"}, tree=LESS),
        noted({"at": "trygg.description"}, tree=with_text("Alla är trygga.")),
        noted({"at": "plan.period.end"}, tree={**BASE, "period": {"start": "2023-01-01", "end": "2027-12-31"}}),
    ),
    fires("confirmed-but-changed",
          noted({"at": "trygg", "kind": "confirmed"}, {"at": "nki", "kind": "confirmed"},
                tree={**LESS, "goals": [goal("trygg", description="Ny text."), LESS["goals"][1]]}),
          "revision.notes.0.kind", "revision.notes.1.kind"),
    *quiet(
        "confirmed-but-changed",
        noted({"at": "trygg", "kind": "confirmed"}, tree=LESS),
        noted({"at": "trygg.title", "kind": "confirmed"}, tree=with_text("Ny text.")),
    ),
    fires("editorial-changes-meaning",
          noted({"at": "trygg.description", "kind": "editorial"}, tree=with_text("Några ska vara trygga.")),
          "revision.notes.0.kind"),
    *quiet(
        "editorial-changes-meaning",
        noted({"at": "trygg.description", "kind": "editorial"}, tree=with_text("Alla skall vara trygga!")),
        noted({"at": "trygg", "kind": "editorial"}),
    ),
    fires("promise-without-date", noted({"at": "trygg", "kind": "promised"}), "revision.notes.0.kind"),
    *quiet("promise-without-date", noted({"at": "trygg", "kind": "promised", "due": "2023-10-01"})),
    fires(
        "motivation-missing",
        noted(tree=plan(title="Ny plan", status="proposal", goals=[
            goal("trygg", description="Ny text."), goal("ny", indicators=[indicator("nytt")]),
        ])),
        "plan.title", "trygg.description", "ny", "revision.notes",
    ),
    fires("motivation-missing", noted(tree={**BASE, "goals": BASE["goals"][::-1]}), "plan.goals"),
    *quiet(
        "motivation-missing",
        noted({"at": "plan.title", "motivation": WHY}, {"at": "trygg.description", "kind": "editorial"},
              {"at": "foretag", "fate": "absorbed", "into": "ny", "motivation": WHY},
              tree=plan(title="Ny plan", status="proposal", goals=[
                  goal("trygg", description="Ny text."), goal("ny", indicators=[indicator("nytt")]),
              ])),
        noted(tree=GONE, unread=["foretag"]),
        noted(),
    ),
    # Fates
    fires("removed-without-fate", noted({"at": "foretag", "motivation": WHY}, tree=GONE), "revision.notes"),
    fires(
        "removed-without-fate",
        dossier(plan(goals=[goal("a")]), base=plan(areas=[{"id": "omrade", "title": "O", "goals": [goal("a")]}])),
        "revision.notes",
    ),
    *quiet(
        "removed-without-fate",
        noted({"at": "foretag", "fate": "ceased"}, tree=GONE),
        noted(tree=GONE, unread=["foretag"]),
        noted(tree=LESS),
    ),
    fires("indicator-removed-without-fate", noted(tree=LESS), "revision.notes"),
    *quiet("indicator-removed-without-fate", noted(tree=GONE), noted({"at": "nki", "fate": "ceased"}, tree=LESS)),
    fires("indicators-leave-with-goal",
          noted({"at": "foretag", "fate": "ceased"}, {"at": "nki", "fate": "ceased"}, tree=GONE),
          "revision.notes"),
    *quiet(
        "indicators-leave-with-goal",
        noted({"at": "nki", "fate": "ceased"}, {"at": "start", "fate": "ceased"}, tree=GONE),
        noted(tree=plan(goals=[goal("trygg", indicators=[indicator("nki"), indicator("start")])])),
        noted(tree=LESS),
        noted(tree=GONE, unread=["foretag"]),
    ),
    fires("several-fates",
          noted({"at": "nki", "fate": "ceased"}, {"at": "nki", "fate": "replaced", "into": "x"}, tree=LESS),
          "revision.notes.1.fate"),
    *quiet("several-fates", noted({"at": "nki", "fate": "ceased"}, {"at": "nki", "motivation": WHY}, tree=LESS)),
    fires("fate-on-living-node", noted({"at": "trygg", "fate": "ceased"}), "revision.notes.0.fate"),
    *quiet(
        "fate-on-living-node",
        noted({"at": "nki", "fate": "ceased"}, {"at": "start", "fate": "moved"},
              {"at": "trygg.description", "fate": "ceased"},
              {"at": "trygg", "fate": "merged", "into": ["trygg"]}, tree=LESS),
    ),
    fires("fate-target-unknown", noted({"at": "nki", "fate": "replaced", "into": ["star", "start"]}, tree=LESS),
          "revision.notes.0.into.0", suggestion="start"),
    *quiet(
        "fate-target-unknown",
        noted({"at": "nki", "fate": "replaced", "into": "start"}, tree=LESS),
        noted({"at": "foretag", "fate": "delegated", "into": "kommunstyrelsen"}, tree=GONE, organization=KS_ORG),
        noted({"at": "foretag", "fate": "delegated", "into": "kommunstyrelsen"}, tree=GONE),
        noted({"at": "nki", "fate": "replaced", "into": "x"}, tree=LESS, unread=["x"]),
    ),
    fires("fate-target-gone", noted({"at": "nki", "fate": "absorbed", "into": ["foretag"]}, tree=GONE),
          "revision.notes.0.into.0"),
    *quiet("fate-target-gone", noted({"at": "nki", "fate": "absorbed", "into": "foretag"}, tree=LESS)),
    fires("fate-without-target", noted({"at": "nki", "fate": "replaced"}, tree=LESS), "revision.notes.0.fate"),
    *quiet("fate-without-target",
           noted({"at": "nki", "fate": "replaced", "into": "start"}, {"at": "foretag", "fate": "ceased"}, tree=LESS)),
    fires("delegated-without-body", noted({"at": "foretag", "fate": "delegated", "into": "trygg"}, tree=GONE),
          "revision.notes.0.into"),
    fires("delegated-without-body", noted({"at": "foretag", "fate": "delegated"}, tree=GONE), "revision.notes.0.fate"),
    *quiet(
        "delegated-without-body",
        noted({"at": "foretag", "fate": "delegated", "into": "kommunstyrelsen"}, tree=GONE, organization=KS_ORG),
        noted({"at": "foretag", "fate": "delegated", "into": "ks"}, tree={**GONE, "bodies": [{"id": "ks"}]}),
        noted({"at": "foretag", "fate": "delegated", "into": "vem"}, tree=GONE),
    ),
    fires("delegated-without-assignment", noted({"at": "foretag", "fate": "delegated", "into": "ks"}, tree=GONE),
          "revision.notes.0.fate"),
    *quiet(
        "delegated-without-assignment",
        noted({"at": "foretag", "fate": "delegated", "into": "ks", "assignment": "Ta fram ett nämndmål."}, tree=GONE),
        noted({"at": "foretag", "fate": "delegated", "into": "ks"},
              tree={**GONE, "assignments": [{"id": "u", "title": "Ta fram ett nämndmål", "to": "ks"}]}),
    ),
    fires("replaced-without-series-break", noted({"at": "nki", "fate": "replaced", "into": "nki-ny"}, tree=NEXT),
          "revision.notes.0.fate"),
    *quiet(
        "replaced-without-series-break",
        noted({"at": "nki", "fate": "replaced", "into": "nki-ny", "series-break": "no"}, tree=NEXT),
        noted({"at": "foretag", "fate": "replaced", "into": "trygg"}, tree=GONE),
    ),
    fires("series-break-unknown",
          noted({"at": "nki", "fate": "replaced", "into": "nki-ny", "series-break": "unknown"}, tree=NEXT),
          "revision.notes.0.series-break"),
    *quiet("series-break-unknown",
           noted({"at": "nki", "fate": "replaced", "into": "nki-ny", "series-break": "yes"}, tree=NEXT)),
]

# A goal with a level in its title becomes an indicator without a target: the case of Karlstad 2022-2023.
POPULATION = plan(goals=[
    goal("befolkningen-okar", title="Befolkningen ska årligen öka med minst en procent",
         indicators=[indicator("okning")]),
    goal("ren-luft", indicators=[indicator("partiklar", targets={"2024": {"max": 8}, "2026": {"direction": "down"}})]),
])


def motor(**of_indicator: object) -> Data:
    """The next plan, in which another goal has taken over the indicator."""
    return plan(goals=[
        goal("tillvaxtmotor", indicators=[indicator("okning", **of_indicator)]), POPULATION["goals"][1],
    ])


def without_population(id_: str, title: str) -> Data:
    """The next plan, in which a board has a goal and the council none."""
    return {**plan(goals=POPULATION["goals"][1:]), "bodies": [{"id": "ks", "goals": [goal(id_, title=title)]}]}


ABSORBED = {"at": "befolkningen-okar", "fate": "absorbed", "into": "okning"}
NO_AIR = {"at": "partiklar", "fate": "replaced", "into": "kvavedioxid", "series-break": "yes"}


def air(**of_indicator: object) -> Data:
    """The next plan, in which another indicator has taken over."""
    return plan(goals=[POPULATION["goals"][0], goal("ren-luft", indicators=[indicator("kvavedioxid", **of_indicator)])])


CASES += [
    fires("lost-target-level", noted(ABSORBED, tree=motor(), base=POPULATION), "revision.notes.0.fate"),
    fires("lost-target-level", noted(tree=motor(), base=POPULATION), "revision.notes"),
    fires("lost-target-level", noted(NO_AIR, tree=air(targets={"2026": {"direction": "down"}}), base=POPULATION),
          "revision.notes.0.fate"),
    fires(
        "lost-target-level",
        noted({"at": "befolkningen-okar", "fate": "delegated", "into": "ks", "assignment": "Följ frågan."},
              tree=without_population("gammalt", "90 %"),
              base={**POPULATION, "bodies": [{"id": "ks", "goals": [goal("gammalt", title="90 %")]}]}),
        "revision.notes.0.fate",
    ),
    *quiet(
        "lost-target-level",
        noted(ABSORBED, tree=motor(targets={"2026": {"min": 1}}), base=POPULATION),
        noted(ABSORBED, tree=motor(name="Befolkningsökning, minst 1 procent"), base=POPULATION),
        noted({**ABSORBED, "fate": "ceased", "into": []}, tree=motor(), base=POPULATION),
        noted(NO_AIR, tree=air(targets={"2026": {"max": 9}}), base=POPULATION),
        noted({"at": "befolkningen-okar", "fate": "delegated", "into": "ks", "assignment": "Nå minst en procent."},
              tree=plan(goals=POPULATION["goals"][1:]), base=POPULATION),
        noted({"at": "befolkningen-okar", "fate": "delegated", "into": "ks"},
              tree=without_population("nytt", "Öka 1 %"), base=POPULATION),
        noted(tree=GONE),
    ),
]
