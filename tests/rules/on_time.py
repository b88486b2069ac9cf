"""Days and years, plain language, and the plan's own decision."""

from tests.rules.cases import Case, dossier, fires, goal, indicator, plan, quiet

PENDING = {"note": "Till hösten.", "due": "2022-12-31"}
ADOPTED = {"status": "adopted", "decision": {"body": "kf", "date": "2022-06-20", "paragraph": "§ 93"}}
FOLLOWUP = {"at": "2023-12-31"}


def activity(**fields: object) -> dict[str, object]:
    return {"id": "ac", "title": "Bygga bron", **fields}


def assignment(**fields: object) -> dict[str, object]:
    return {"id": "u", "title": "Utred", "to": "ks", **fields}


LONG = "Vi " + "och ".join(["ser framåt "] * 20) + "till slut."
HARD = " ".join([
    "Kommunkoncernens verksamhetsutveckling förutsätter ändamålsenliga styrningsprocesser tillsammans med",
    "kvalitetssäkrade uppföljningsrutiner inom samtliga förvaltningsövergripande utvecklingsområden",
] * 6) + "."
SOON = {"note": "Till hösten.", "due": "2023-10-01"}

CASES: list[Case] = [
    # An adopted plan has reached its first day, so what was promised before it is late.
    fires("promise-overdue", dossier(plan(goals=[goal("a", indicators=[], indicators_pending=PENDING)], **ADOPTED)),
          "a.indicators-pending.due"),
    fires(
        "promise-overdue",
        dossier(plan(goals=[goal("a", indicators=[], indicators_pending=SOON)]),
                followups=[FOLLOWUP]),
        "a.indicators-pending.due",
    ),
    *quiet(
        "promise-overdue",
        dossier(plan(goals=[goal("a", indicators=[], indicators_pending={"note": "x"})]), followups=[FOLLOWUP]),
        dossier(plan(goals=[goal("a", indicators=[], indicators_pending=PENDING)])),
        dossier(plan(goals=[goal("a", indicators=[], indicators_pending=PENDING)]), revision={"filed": "2022-03-14"}),
        dossier(plan(goals=[goal("a", indicators_pending=PENDING)], **ADOPTED)),
        dossier(plan(goals=[goal("a", indicators=[], indicators_pending=SOON)], **ADOPTED)),
    ),
    fires("assignment-overdue", dossier(plan(assignments=[assignment(due="2023-06-30")]), followups=[FOLLOWUP]),
          "u.due"),
    *quiet(
        "assignment-overdue",
        dossier(plan(assignments=[assignment(due="2023-06-30")])),
        dossier(plan(assignments=[assignment(due="2023-12-31")]), followups=[FOLLOWUP]),
        dossier(plan(assignments=[assignment(due="2023-06-30", reported="2023-07-01")]), followups=[FOLLOWUP]),
    ),
    fires("activity-overdue",
          dossier(plan(goals=[goal(activities=[activity(due="2023-06-30", status="ongoing")])]), followups=[FOLLOWUP]),
          "ac.due"),
    *quiet(
        "activity-overdue",
        dossier(plan(goals=[goal(activities=[activity(due="2023-06-30", status="done")])]), followups=[FOLLOWUP]),
        dossier(plan(goals=[goal(activities=[activity(due="2023-06-30")])]), followups=[FOLLOWUP]),
        dossier(plan(goals=[goal(activities=[activity(due="2023-06-30", status="ongoing")])])),
        dossier(plan(goals=[goal(activities=[activity(due="2023-12-31", status="ongoing")])]), followups=[FOLLOWUP]),
    ),
    fires("activity-order", dossier(plan(goals=[goal(activities=[activity(start="2024-02-01", due="2024-01-31")])])),
          "ac.due"),
    *quiet("activity-order", dossier(plan(goals=[goal(activities=[activity(start="2024-02-01", due="2024-02-01")])]))),
    fires("activity-after-period", dossier(plan(goals=[goal(activities=[activity(start="2027-01-01")])])), "ac.start"),
    *quiet("activity-after-period",
           dossier(plan(goals=[goal(activities=[activity(start="2026-12-31", due="2027-05-01")])]))),
    fires("deadline-before-period", dossier(plan(goals=[goal("a", deadline="2022-12-31")])), "a.deadline"),
    *quiet("deadline-before-period", dossier(plan(goals=[goal("a", deadline="2030-12-31")]))),
    fires("sub-goal-year-outside-period",
          dossier(plan(goals=[goal(sub_goals=[{"id": "s", "title": "S", "year": 2022}])])),
          "s.year"),
    *quiet(
        "sub-goal-year-outside-period",
        dossier(plan(goals=[goal(sub_goals=[{"id": "s", "title": "S", "year": 2026}])])),
        dossier(plan(goals=[goal(sub_goals=[{"id": "s", "title": "S", "year": 2022}])]),
                revision={"notes": [{"at": "s", "kind": "promised"}]}),
    ),
    fires("target-before-period",
          dossier(plan(goals=[goal(indicators=[indicator("i", targets={"2021": {"min": 1}, "2022": {"min": 1}})])])),
          "i.targets.2022"),
    *quiet("target-before-period",
           dossier(plan(goals=[goal(indicators=[indicator("i", targets={"2021": {"min": 1}, "2023": {"min": 1}})])]))),
    fires(
        "baseline-after-target",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", baseline={"year": 2024, "value": 1}, targets={"2023": {"min": 1}, "2026": {"min": 2}}),
        ])])),
        "i.baseline.year",
    ),
    *quiet(
        "baseline-after-target",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", baseline={"year": 2023, "value": 1}, targets={"2023": {"min": 1}}),
        ])])),
    ),
    # The plan's own decision
    fires("adopted-without-decision", dossier(plan(status="adopted")), "plan.status"),
    *quiet(
        "adopted-without-decision",
        dossier(plan(**ADOPTED)),
        dossier(plan()),
        dossier(plan(status="superseded")),
        dossier(plan(status="adopted"),
                decision_record={"base": "2022", "proposals": [], "meeting": {"date": "2022-06-20"}}),
    ),
    fires("adopted-by-nobody", dossier(plan(status="adopted", decision={"date": "2022-06-20"})), "plan.decision"),
    *quiet("adopted-by-nobody", dossier(plan(**ADOPTED)), dossier(plan(decision={"date": "2022-06-20"}))),
    fires("decision-without-reference", dossier(plan(status="adopted", decision={"body": "kf", "date": "2022-06-20"})),
          "plan.decision"),
    *quiet("decision-without-reference", dossier(plan(**ADOPTED)), dossier(plan(decision={"body": "kf"}))),
    fires("decision-before-adoption", dossier(plan(decision={"date": "2022-06-20"})), "plan.decision"),
    *quiet("decision-before-adoption", dossier(plan(**ADOPTED)), dossier(plan(decision={"case": "KS 2021/012"}))),
    fires("decision-after-period", dossier(plan(**ADOPTED, period={"start": "2021-01-01", "end": "2021-12-31"})),
          "plan.decision.date"),
    *quiet("decision-after-period", dossier(plan(**ADOPTED))),
    # Language
    fires("long-sentence", dossier(plan(goals=[goal("a", description=LONG)])), "a.description"),
    *quiet("long-sentence", dossier(plan(goals=[goal("a", description="Vi ser framåt. " * 40)]))),
    fires("hard-to-read", dossier(plan(goals=[goal(sections=[{"id": "s", "heading": "S", "text": HARD}])])), "s.text"),
    *quiet(
        "hard-to-read",
        dossier(plan(goals=[goal(description="Alla ska må bra i vår stad. " * 20)])),
        dossier(plan(goals=[goal(description=HARD[:300])])),
    ),
]
