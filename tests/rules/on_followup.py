"""Follow-up, measurements, and the record of a decision."""

from tests.rules.cases import Case, Data, dossier, fires, goal, indicator, organization, plan, quiet

SCALE = organization(scale=[
    {"id": "helt", "word": "Helt", "symbol": "●", "at-least": 1},
    {"id": "ej", "word": "Ej", "symbol": "○", "at-least": 0},
])
TREE = plan(goals=[goal("trygg", indicators=[indicator("oro", unit="percent")]), goal("ren-luft")])


def assessed(*assessments: Data, at: str = "2023-12-31", **parts: object) -> object:
    """A dossier with one follow-up."""
    kind = {"kind": parts.pop("kind")} if "kind" in parts else {}
    return dossier(TREE, followups=[{"at": at, "assessments": list(assessments), **kind}], **parts)


def dated(*days: str, kind: str = "annual") -> object:
    """A dossier with follow-ups on these days."""
    return dossier(TREE, followups=[{"at": day, "kind": kind} for day in days])


def decided(*decisions: Data, **fields: object) -> object:
    """A dossier with a record of decisions."""
    record = {"base": "2022", "proposals": ["2023-forslag"], "decisions": list(decisions), **fields}
    return dossier(TREE, decision_record=record, revisions=["2022", "2023-forslag"])


def measured(*series: Data, **fields: object) -> object:
    """A dossier with a measurement of one indicator."""
    return dossier(TREE, measurements={"oro": {"indicator": "oro", "series": list(series), **fields}})


HELT = {"goal": "trygg", "rating": "helt"}
MEETING = {"date": "2022-06-20"}

CASES: list[Case] = [
    fires("assessment-of-unknown-goal", assessed(HELT, {"goal": "ren-lufft", "rating": "ej"}),
          "followups.0.assessments.1.goal", suggestion="ren-luft"),
    fires("assessment-of-unknown-goal", assessed({"goal": "oro", "rating": "ej"}), "followups.0.assessments.0.goal"),
    *quiet("assessment-of-unknown-goal", assessed(HELT), assessed({"goal": "x", "rating": "ej"}, unread=["x"])),
    fires("rating-not-on-scale", assessed({**HELT, "rating": "hel", "computed": "delvis"}, organization=SCALE),
          "followups.0.assessments.0.rating", "followups.0.assessments.0.computed", suggestion="helt"),
    *quiet("rating-not-on-scale", assessed(HELT, organization=SCALE), assessed({**HELT, "rating": "gront"})),
    fires("override-without-comment", assessed({**HELT, "computed": "ej"}), "followups.0.assessments.0.rating"),
    *quiet(
        "override-without-comment",
        assessed({**HELT, "computed": "ej", "comment": "Enkäten gick fel."}),
        assessed({**HELT, "computed": "helt"}), assessed(HELT), assessed({**HELT, "computed": "ej", "method": "rule"}),
    ),
    fires("rating-not-the-rules", assessed({**HELT, "computed": "ej", "method": "rule"}),
          "followups.0.assessments.0.rating"),
    *quiet("rating-not-the-rules", assessed({**HELT, "computed": "helt", "method": "rule"}),
           assessed({**HELT, "computed": "ej"})),
    fires("assessed-twice", assessed(HELT, {"goal": "ren-luft", "rating": "ej"}, HELT),
          "followups.0.assessments.2.goal"),
    *quiet(
        "assessed-twice",
        assessed(HELT, {**HELT, "forecast": True}),
        dossier(TREE, followups=[{"at": day, "assessments": [HELT]} for day in ("2023-08-31", "2023-12-31")]),
    ),
    fires("followup-outside-period", dated("2022-12-31", "2023-12-31", "2027-04-16"),
          "followups.0.at", "followups.2.at"),
    *quiet("followup-outside-period", dated("2023-08-31", "2027-04-15")),
    fires("followup-twice", dated("2023-12-31", "2024-12-31", "2023-12-31"), "followups.2.at"),
    *quiet("followup-twice", dated("2023-12-31", "2024-12-31")),
    fires("interim-report-day", dated("2023-06-29", "2023-08-31", "2023-09-01", kind="interim"),
          "followups.0.at", "followups.2.at"),
    *quiet("interim-report-day", dated("2023-06-30", "2024-08-31", kind="interim"), dated("2023-04-30")),
    fires("forecast-in-annual-report", assessed({**HELT, "forecast": True}, kind="annual"),
          "followups.0.assessments.0.forecast"),
    *quiet("forecast-in-annual-report", assessed(HELT, kind="annual"),
           assessed({**HELT, "forecast": True}, kind="interim")),
    fires("goal-not-assessed", assessed(HELT, kind="annual"), "followups.0.assessments"),
    *quiet("goal-not-assessed", assessed(HELT), dated("2023-12-31"),
           assessed(HELT, {"goal": "ren-luft", "rating": "ej"}, kind="annual")),
    fires("observation-twice", measured({"period": "2022", "value": 3}, {"period": "2022", "value": 4}), "oro"),
    *quiet("observation-twice", measured({"period": "2022", "value": 3}, {"period": "2022", "value": 4, "gender": "K"},
                                         {"period": "2022", "value": 97, "derived": True})),
    fires("measured-in-another-unit", measured(unit="antal"), "oro.unit"),
    *quiet(
        "measured-in-another-unit",
        measured(unit="percent"),
        measured(),
        dossier(plan(goals=[goal(indicators=[indicator("oro")])]),
                measurements={"oro": {"indicator": "oro", "unit": "percent"}}),
    ),
    fires("derived-figures-given-as-koladas",
          measured({"period": "2022", "value": 3, "derived": True}, attribution="Källa: Kolada"), "oro"),
    *quiet(
        "derived-figures-given-as-koladas",
        measured({"period": "2022", "value": 3}, attribution="Källa: Kolada"),
        measured({"period": "2022", "value": 3, "derived": True}, attribution="Karlstads kommun, beräknat ur Kolada"),
    ),
    # The record of a decision
    fires("unknown-proposal", decided(proposals=["2023-forslagg"]), "decision-record.proposals.0",
          suggestion="2023-forslag"),
    *quiet("unknown-proposal", decided(),
           dossier(TREE, decision_record={"base": "x", "proposals": []})),
    fires("record-without-meeting", decided(), "decision-record.meeting"),
    *quiet("record-without-meeting", decided(meeting=MEETING), dossier(TREE)),
    fires("change-decided-twice",
          decided({"change": "a:set", "outcome": "adopted"}, {"change": "a:set", "outcome": "rejected"}),
          "decision-record.decisions.1.change"),
    *quiet("change-decided-twice",
           decided({"change": "a:set", "outcome": "adopted"}, {"change": "b:set", "outcome": "rejected"})),
    fires("decision-without-reason",
          decided({"change": "a:set", "outcome": "referred-back"}, {"change": "b:set", "outcome": "adopted"}),
          "decision-record.decisions.0.outcome"),
    *quiet("decision-without-reason",
           decided({"change": "a:set", "outcome": "referred-back", "note": "Utred kostnaden."})),
]
