package policy

import (
	"slices"
	"strings"
)

// rule says who may do one action. All parts must hold.
type rule struct {
	roles  []Role                  // any of these roles
	owner  bool                    // or, whatever the role, the owner
	when   func(Actor, Facts) bool // and this fact
	phases []Phase                 // and one of these phases is open; nil is any time
	read   bool                    // denied reading looks like "does not exist"
	say    string                  // what to tell somebody who may not
}

func (r rule) hasRole(a Actor, f Facts) bool {
	if r.owner && a.PersonID != "" && (f.OwnerID == a.PersonID || slices.Contains(f.OwnerIDs, a.PersonID)) {
		return true
	}
	return slices.ContainsFunc(r.roles, a.Has)
}

func (r rule) inPhase(f Facts) bool {
	return r.phases == nil || (f.Challenge != nil && slices.Contains(r.phases, f.Challenge.Phase))
}

func (r rule) allows(a Actor, f Facts) bool {
	return r.hasRole(a, f) && (r.when == nil || r.when(a, f)) && r.inPhase(f)
}

func (r rule) refusal() string {
	if r.say != "" {
		return r.say
	}
	return "You may read this, but not change it."
}

var (
	everyone     = []Role{Member}
	facilitators = []Role{Facilitator}
	nobody       = []Role{}
)

// rules is the table. What is not in it is denied.
var rules = map[Action]rule{
	PersonList: {roles: everyone, read: true},
	FeedRead:   {roles: everyone, read: true},
	SearchRead: {roles: everyone, read: true},

	ChallengeRead:   {roles: everyone, read: true},
	ChallengeCreate: {roles: facilitators, say: "Facilitators put challenges to the company. Ask one of them."},
	ChallengeEdit:   {roles: facilitators, say: "Facilitators run this challenge."},

	ChallengeArchive: {roles: facilitators, say: "Facilitators archive a challenge."},

	InsightRead:   {roles: everyone, read: true},
	InsightCreate: {roles: everyone},
	InsightEdit:   {roles: facilitators, owner: true, say: "Whoever posted an insight and the facilitators change it."},
	InsightDelete: {roles: facilitators, owner: true, when: notOnBallot, say: "A concept on a ballot rests on this insight, so it stays."},
	InsightImport: {roles: facilitators, say: "Facilitators import insights."},

	JourneyRead:   {roles: everyone, read: true},
	JourneyCreate: {roles: facilitators, say: "Facilitators draw journey maps."},
	JourneyEdit:   {roles: facilitators, say: "Facilitators keep the journey map."},

	StickingPointRead:    {roles: everyone, read: true},
	StickingPointRaise:   {roles: everyone},
	StickingPointEdit:    {roles: facilitators, owner: true, when: notMerged, say: "Whoever raised it and the facilitators change its words."},
	StickingPointConfirm: {roles: facilitators, when: notMerged, say: "Facilitators confirm and dismiss sticking points."},
	StickingPointMerge:   {roles: facilitators, when: notMerged, say: "Facilitators merge sticking points."},
	StickingPointMeToo:   {roles: everyone, when: notMerged, say: "This sticking point lives on in another."},
	StickingPointLink:    {roles: facilitators, owner: true, when: notMerged, say: "Whoever raised it and the facilitators tie insights to it."},

	MetricRead: {roles: everyone, read: true},
	MetricEdit: {roles: facilitators, say: "Facilitators keep the metrics."},

	IdeaRead:   {roles: everyone, read: true, when: visibleIdea},
	IdeaCreate: {roles: everyone, phases: []Phase{Gather}},
	IdeaEdit:   {roles: nobody, owner: true, when: notMerged, phases: []Phase{Gather, Develop}, say: "An idea stays in its author's words."},
	IdeaHide:   {roles: facilitators},
	IdeaDelete: {roles: facilitators, owner: true, when: notGrown, say: "A concept has grown from this idea, or it lives on in another, so it stays."},
	IdeaVote:   {roles: everyone, when: openIdea, phases: []Phase{Gather, Develop}},

	IdeaLink:     {roles: facilitators, owner: true, when: notMerged, phases: Phases, say: "Its author and the facilitators tie evidence to an idea."},
	IdeaAnswer:   {roles: facilitators, when: notMerged, say: "Facilitators answer ideas."},
	MergePropose: {roles: facilitators, owner: true, when: openIdea, phases: []Phase{Gather, Develop}, say: "An author or a facilitator proposes a merge."},
	MergeConsent: {roles: nobody, owner: true, when: state("proposed"), say: "Only the two ideas' authors can agree to a merge, while it is proposed."},
	MergeUndo:    {roles: facilitators, owner: true, when: undoable, say: "The authors and the facilitators take a merge back."},

	CommentRead:   {roles: everyone, read: true},
	CommentCreate: {roles: everyone, when: notMerged, phases: Phases, say: "This idea lives on in another. Comment there."},
	CommentEdit:   {roles: nobody, owner: true, say: "A comment stays in its author's words."},
	CommentDelete: {roles: facilitators, owner: true},

	ConceptRead:   {roles: everyone, read: true},
	ConceptCreate: {roles: facilitators, phases: []Phase{Gather, Develop}, say: "Facilitators grow concepts from ideas."},
	ConceptEdit:   {roles: facilitators, owner: true, when: notFrozen, phases: []Phase{Gather, Develop, Decide}, say: "This concept is on a ballot, so its canvas stays as it is."},
	ConceptVote:   {roles: everyone, phases: []Phase{Develop, Decide}, when: notFrozen},

	AuthorInvite:       {roles: facilitators, owner: true, when: notFrozen, phases: []Phase{Gather, Develop, Decide}, say: "Its owner, its authors and the facilitators invite co-authors."},
	AuthorAnswer:       {roles: nobody, owner: true, say: "Only the invited answer an invitation."},
	SuggestionCreate:   {roles: everyone, when: notFrozen, phases: []Phase{Gather, Develop, Decide}, say: "This concept is on a ballot, so its canvas stays as it is."},
	SuggestionDecide:   {roles: facilitators, owner: true, when: openSuggestion, say: "Its authors and the facilitators take suggestions in, while its canvas can change."},
	SuggestionWithdraw: {roles: nobody, owner: true, when: state("open"), say: "Only its author takes a suggestion back."},

	DecisionRead:    {roles: everyone, read: true, when: publicDecision},
	DecisionPrepare: {roles: facilitators, phases: []Phase{Develop, Decide}, say: "Facilitators prepare decisions."},
	DecisionEdit:    {roles: facilitators, when: state("draft"), say: "Once a decision is open nobody can change it."},
	DecisionDelete:  {roles: facilitators, when: state("draft"), say: "Once a decision is open nobody can take it away."},
	DecisionOpen:    {roles: facilitators, when: state("draft"), phases: []Phase{Decide}, say: "Facilitators open a decision, once."},
	DecisionClose:   {roles: facilitators, when: state("open"), say: "It closes by itself at its time."},
	BallotCast:      {roles: everyone, when: onPanel, say: "Only the panel casts ballots."},
	BallotRead:      {roles: nobody},
	ResultRead:      {roles: everyone, when: afterClose},
	OutcomeEdit:     {roles: nobody, say: "The count published this outcome. No role can edit it."},

	DecisionExtend: {roles: facilitators, when: state("open"), say: "Only an open decision can be extended, once, by a facilitator."},
	DecisionRemind: {roles: facilitators, when: state("open"), say: "Facilitators remind the panel of an open decision."},
	SecondRound:    {roles: facilitators, when: state("discussion"), say: "A second round follows the discussion of a first one that was announced with it; facilitators open it."},
	ProxyEnter:     {roles: facilitators, when: state("open"), say: "Facilitators enter the ballot of an absent leader while a decision is open."},
	ProxyRemove:    {roles: facilitators, owner: true, when: state("open"), say: "Whoever entered it, or the leader it was entered for, can take it back while the decision is open."},
	ReasonRead:     {roles: everyone, when: afterClose},
	ReasonWrite:    {roles: everyone, when: panelOfOpen, say: "Only the panel gives reasons, while the decision is open."},
	ReasonSign:     {roles: everyone, when: panelAfterClose, say: "Only the panel gives reasons. They can be signed once the decision is closed."},
	SignOffGive:    {roles: everyone, when: panelOfProposed, say: "The panel signs a shortlist while it is proposed."},
	RecordRead:     {roles: everyone, when: recordRead, say: "Fewer than five ballots were counted. With so few, they could tell whose they are, so only the panel reads them."},

	CommitmentRead:   {roles: everyone, read: true},
	CommitmentCreate: {roles: facilitators, say: "Facilitators add commitments; decisions add theirs by themselves."},
	CommitmentEdit:   {roles: facilitators, owner: true, say: "The owner and the facilitators keep a commitment up to date."},
	CommitmentFollow: {roles: everyone},
	PictureUpload:    {roles: everyone},

	NoticeRead: {roles: everyone, read: true},
}

func visibleIdea(a Actor, f Facts) bool { return f.State != "hidden" || a.Has(Facilitator) }
func openIdea(_ Actor, f Facts) bool    { return f.State != "hidden" && f.State != "merged" }
func notGrown(_ Actor, f Facts) bool    { return f.State != "grown" && f.State != "merged" }
func notMerged(_ Actor, f Facts) bool   { return f.State != "merged" }
func notOnBallot(_ Actor, f Facts) bool { return !f.OnBallot }
func undoable(_ Actor, f Facts) bool    { return f.State == "proposed" || f.State == "done" }
func openSuggestion(_ Actor, f Facts) bool {
	return f.State == "open" && !f.Frozen
}
func notFrozen(_ Actor, f Facts) bool { return !f.Frozen }
func publicDecision(a Actor, f Facts) bool {
	return f.State != "draft" || a.Has(Facilitator)
}
func onPanel(a Actor, f Facts) bool { return slices.Contains(f.PanelIDs, a.PersonID) }
func afterClose(_ Actor, f Facts) bool {
	return f.State != "draft" && f.State != "open" && f.State != ""
}
func panelOfOpen(a Actor, f Facts) bool     { return onPanel(a, f) && f.State == "open" }
func panelAfterClose(a Actor, f Facts) bool { return onPanel(a, f) && afterClose(a, f) }
func panelOfProposed(a Actor, f Facts) bool { return onPanel(a, f) && f.State == "proposed" }
func recordRead(a Actor, f Facts) bool      { return afterClose(a, f) && (!f.Few || onPanel(a, f)) }
func state(s string) func(Actor, Facts) bool {
	return func(_ Actor, f Facts) bool { return f.State == s }
}

func noun(a Action) string {
	n, _, _ := strings.Cut(string(a), ".")
	switch n {
	case "merge":
		return "idea"
	case "author", "suggestion":
		return "concept"
	case "ballot", "result", "outcome", "proxy", "reason", "sign_off", "record":
		return "decision"
	}
	return n
}

func phaseMessage(f Facts, phases []Phase) string {
	var names []string
	for _, p := range phases {
		names = append(names, string(p))
	}
	when := strings.Join(names, " or ")
	if len(phases) == len(Phases) {
		return "This challenge is closed. What was said in it can still be read."
	}
	if f.Challenge == nil || f.Challenge.Phase == "" {
		return "No phase is open now. This belongs to " + when + "."
	}
	return "The phase is now " + string(f.Challenge.Phase) + ". This belongs to " + when + "."
}
