package policy

import (
	"slices"
	"time"

	"talkoot/internal/fault"
)

// Role is one of a person's roles; a person has a set of them.
type Role string

// The roles. Everyone signed in is a Member.
const (
	Member      Role = "member"
	Facilitator Role = "facilitator"
	Leader      Role = "leader"
	Admin       Role = "admin"
)

// Roles is every role, in the order of the golden matrix.
var Roles = []Role{Member, Facilitator, Leader, Admin}

// Actor is who acts: a person signed in, or the product itself (System).
type Actor struct {
	PersonID   string
	Department string
	Roles      []Role
	system     bool
}

// System is the product acting by itself: the count, the clock, an import.
func System() Actor { return Actor{system: true} }

// IsSystem tells whether the product itself acts.
func (a Actor) IsSystem() bool { return a.system }

// Has tells whether the actor holds role.
func (a Actor) Has(role Role) bool {
	return slices.Contains(a.Roles, role) || (role == Member && a.PersonID != "")
}

// Phase is a dated part of a challenge. Empty means none is open.
type Phase string

// The phases, in their order.
const (
	Gather  Phase = "gather"
	Develop Phase = "develop"
	Decide  Phase = "decide"
	Deliver Phase = "deliver"
)

// Phases is every phase in order.
var Phases = []Phase{Gather, Develop, Decide, Deliver}

// VoteMode says what a vote may be: Support is a toggle, Stance is agree, disagree or pass.
type VoteMode string

// The vote modes.
const (
	Support VoteMode = "support"
	Stance  VoteMode = "stance"
)

// Challenge is what rights depend on of a challenge.
type Challenge struct {
	ID       string
	Title    string
	Phase    Phase     // the phase open now; empty between and outside
	Closes   time.Time // when that phase closes
	VoteMode VoteMode
	Audience []string // departments; empty is everyone
}

// Facts is what a rule may look at besides the actor. Leave out what the action does not need.
type Facts struct {
	Challenge *Challenge
	OwnerID   string   // author of an idea or comment, owner of a concept or commitment
	OwnerIDs  []string // further owners: the credited authors of a concept
	PanelIDs  []string // the people named on a decision's panel
	State     string   // a decision's state, an idea's status
	Frozen    bool     // a concept whose ballot is open or done
	OnBallot  bool     // an insight behind a concept whose ballot is open or done
	Few       bool     // a closed round of fewer than five counted ballots
}

// Action is what somebody wants to do: noun.verb.
type Action string

// The actions. The golden matrix (testdata/matrix.txt) shows who may do each.
const (
	PersonList Action = "person.list"
	FeedRead   Action = "feed.read"
	SearchRead Action = "search.read"

	ChallengeRead   Action = "challenge.read"
	ChallengeCreate Action = "challenge.create"
	ChallengeEdit   Action = "challenge.edit"
	// ChallengeArchive closes a challenge for good, and opens it again.
	ChallengeArchive Action = "challenge.archive"

	InsightRead   Action = "insight.read"
	InsightCreate Action = "insight.create"
	InsightEdit   Action = "insight.edit"
	InsightDelete Action = "insight.delete"
	InsightImport Action = "insight.import"

	JourneyRead   Action = "journey.read"
	JourneyCreate Action = "journey.create"
	JourneyEdit   Action = "journey.edit"

	StickingPointRead    Action = "sticking_point.read"
	StickingPointRaise   Action = "sticking_point.raise"
	StickingPointEdit    Action = "sticking_point.edit"
	StickingPointConfirm Action = "sticking_point.confirm"
	StickingPointMerge   Action = "sticking_point.merge"
	StickingPointMeToo   Action = "sticking_point.me_too"
	StickingPointLink    Action = "sticking_point.link"

	MetricRead Action = "metric.read"
	MetricEdit Action = "metric.edit"

	IdeaRead   Action = "idea.read"
	IdeaCreate Action = "idea.create"
	IdeaEdit   Action = "idea.edit"
	IdeaHide   Action = "idea.hide"
	IdeaDelete Action = "idea.delete"
	IdeaVote   Action = "idea.vote"

	IdeaLink     Action = "idea.link"
	IdeaAnswer   Action = "idea.answer"
	MergePropose Action = "merge.propose"
	MergeConsent Action = "merge.consent"
	MergeUndo    Action = "merge.undo"

	CommentRead   Action = "comment.read"
	CommentCreate Action = "comment.create"
	CommentEdit   Action = "comment.edit"
	CommentDelete Action = "comment.delete"

	ConceptRead   Action = "concept.read"
	ConceptCreate Action = "concept.create"
	ConceptEdit   Action = "concept.edit"
	ConceptVote   Action = "concept.vote"

	AuthorInvite       Action = "author.invite"
	AuthorAnswer       Action = "author.answer"
	SuggestionCreate   Action = "suggestion.create"
	SuggestionDecide   Action = "suggestion.decide"
	SuggestionWithdraw Action = "suggestion.withdraw"

	DecisionRead    Action = "decision.read"
	DecisionPrepare Action = "decision.prepare"
	DecisionEdit    Action = "decision.edit"
	DecisionDelete  Action = "decision.delete"
	DecisionOpen    Action = "decision.open"
	DecisionClose   Action = "decision.close"
	BallotCast      Action = "ballot.cast"
	BallotRead      Action = "ballot.read"
	ResultRead      Action = "result.read"
	OutcomeEdit     Action = "outcome.edit"

	DecisionExtend Action = "decision.extend"
	DecisionRemind Action = "decision.remind"
	SecondRound    Action = "decision.second_round"
	ProxyEnter     Action = "proxy.enter"
	ProxyRemove    Action = "proxy.remove"
	ReasonRead     Action = "reason.read"
	ReasonWrite    Action = "reason.write"
	ReasonSign     Action = "reason.sign"
	SignOffGive    Action = "sign_off.give"
	RecordRead     Action = "record.read"

	CommitmentRead   Action = "commitment.read"
	CommitmentCreate Action = "commitment.create"
	CommitmentEdit   Action = "commitment.edit"
	CommitmentFollow Action = "commitment.follow"
	PictureUpload    Action = "picture.upload"
	NoticeRead       Action = "notice.read"
)

// Check returns nil when actor may do action, else the fault to answer with: not found where even reading is denied, phase
// closed where only the calendar stands in the way, secret for a count before its time, else forbidden.
func Check(actor Actor, action Action, facts Facts) error {
	if allowed(actor, action, facts) {
		return nil
	}
	if actor.PersonID == "" {
		return fault.New(fault.Unauthorized, "Sign in to go on.")
	}
	r, ok := rules[action]
	if !ok {
		return fault.New(fault.Forbidden, "Nobody may do this.")
	}
	if r.read || !readable(actor, facts) {
		return fault.Missing(noun(action))
	}
	if r.hasRole(actor, facts) && (r.when == nil || r.when(actor, facts)) {
		return fault.New(fault.PhaseClosed, "%s", phaseMessage(facts, r.phases))
	}
	if (action == ResultRead || action == RecordRead || action == ReasonRead) && !afterClose(actor, facts) {
		return fault.New(fault.Secret, "Secret. Nobody sees a count before the close, not even the admin.")
	}
	return fault.New(fault.Forbidden, "%s", r.refusal())
}

// allowed is the answer alone: lists ask it for every action of every row, and have no use for the words of a refusal.
func allowed(actor Actor, action Action, facts Facts) bool {
	r, ok := rules[action]
	return actor.system || (actor.PersonID != "" && ok && readable(actor, facts) && r.allows(actor, facts))
}

// Can lists which of the actions the actor may do now, as their names, for the answer's `can`.
func Can(actor Actor, facts Facts, actions ...Action) []string {
	can := []string{}
	for _, a := range actions {
		if allowed(actor, a, facts) {
			can = append(can, string(a))
		}
	}
	return can
}

// Scope is what a list may show: store.go turns it into one parenthesised condition, so that a list and a detail cannot differ.
type Scope struct {
	Everything bool   // every audience
	Department string // else challenges for everyone or for this department
	Hidden     bool   // hidden ideas and drafts of decisions too
}

// ScopeOf gives the actor's scope.
func ScopeOf(actor Actor) Scope {
	everything := actor.system || actor.Has(Facilitator) || actor.Has(Admin)
	return Scope{Everything: everything, Department: actor.Department, Hidden: actor.system || actor.Has(Facilitator)}
}

// Audience tells whether a challenge with this audience is for somebody with this scope.
func (s Scope) Audience(departments []string) bool {
	return s.Everything || len(departments) == 0 || slices.Contains(departments, s.Department)
}

func readable(actor Actor, facts Facts) bool {
	return facts.Challenge == nil || ScopeOf(actor).Audience(facts.Challenge.Audience)
}
