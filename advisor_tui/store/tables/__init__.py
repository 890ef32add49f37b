"""The tables, a file for each subject; importing this package registers all of them."""

from sqlmodel import SQLModel

from advisor_tui.store.tables.bank import (
    Advisor,
    Agreement,
    Assignment,
    Branch,
    SavedView,
    Setting,
    StaffQualification,
    Target,
    Training,
)  # fmt: skip
from advisor_tui.store.tables.card import ClientCard
from advisor_tui.store.tables.client import (
    Client,
    ClientRelation,
    Consent,
    Household,
    HouseholdMember,
    IdentityDocument,
)
from advisor_tui.store.tables.compliance import AccessLog, ErasureOrder
from advisor_tui.store.tables.contact import ContactLog, LifeEvent
from advisor_tui.store.tables.exchange import BundleReceived, BundleSent, JournalEntry, Meta, TableState
from advisor_tui.store.tables.interview import Answer, AnswerDraft, Goal, Interview, Need, Questionnaire, RiskAssessment
from advisor_tui.store.tables.loan import CreditDecision, LoanCase, LoanDocument
from advisor_tui.store.tables.market import Bulletin
from advisor_tui.store.tables.orders import ClientLock, Conflict, HeadOfficeOrder, OrderReceipt
from advisor_tui.store.tables.proposal import (
    Confirmation,
    CoolingOff,
    Disclosure,
    Finding,
    Product,
    Projection,
    Proposal,
    ProposalLine,
)
from advisor_tui.store.tables.terminal import Enrolment, PublishedFile
from advisor_tui.store.tables.wealth import CashFlowItem, Holding, Liability
from advisor_tui.store.tables.work import Complaint, Feedback, FollowUp, Task

metadata = SQLModel.metadata

__all__ = [
    "AccessLog",
    "Advisor",
    "Agreement",
    "Answer",
    "AnswerDraft",
    "Assignment",
    "Branch",
    "Bulletin",
    "BundleReceived",
    "BundleSent",
    "CashFlowItem",
    "Client",
    "ClientCard",
    "ClientLock",
    "ClientRelation",
    "Complaint",
    "Confirmation",
    "Conflict",
    "Consent",
    "ContactLog",
    "CoolingOff",
    "CreditDecision",
    "Disclosure",
    "Enrolment",
    "ErasureOrder",
    "Feedback",
    "Finding",
    "FollowUp",
    "Goal",
    "HeadOfficeOrder",
    "Holding",
    "Household",
    "HouseholdMember",
    "IdentityDocument",
    "Interview",
    "JournalEntry",
    "Liability",
    "LifeEvent",
    "LoanCase",
    "LoanDocument",
    "Meta",
    "Need",
    "OrderReceipt",
    "Product",
    "Projection",
    "Proposal",
    "ProposalLine",
    "PublishedFile",
    "Questionnaire",
    "RiskAssessment",
    "SavedView",
    "Setting",
    "StaffQualification",
    "TableState",
    "Target",
    "Task",
    "Training",
    "metadata",
]
