"""What a plan is."""

from strategiplan.address import ROOT, Address
from strategiplan.model.dossier import Dossier, Document
from strategiplan.model.followup import Assessment, FollowUp, Measurement, Observation
from strategiplan.model.node import Node, Shape, shape
from strategiplan.model.organization import Body, Organization, Party, Rating
from strategiplan.model.plan import (
    Activity,
    Adoption,
    Area,
    Assignment,
    Baseline,
    BodyPlan,
    Budget,
    Goal,
    Indicator,
    Investment,
    Pending,
    Period,
    Perspective,
    Plan,
    Principle,
    Section,
    Source,
    SubGoal,
    SuccessFactor,
    Target,
    Values,
    Vision,
)
from strategiplan.model.revision import DecisionRecord, Note, Proposer, Reservation, Revision
from strategiplan.model.tree import Row, Rows, Slot, build, children, flatten, walk
from strategiplan.model.types import Role, reflow
