package policy

import (
	"slices"
	"testing"
	"time"

	"talkoot/internal/fault"
)

// everybody is every set of roles there can be.
func everybody() []Actor {
	var list []Actor
	for set := range 1 << len(Roles) {
		a := Actor{PersonID: "me", Department: insiders}
		for i, r := range Roles {
			if set&(1<<i) != 0 {
				a.Roles = append(a.Roles, r)
			}
		}
		list = append(list, a)
	}
	return list
}

// What the product promises of its decisions holds for every set of roles, admin included.
func TestPromises(t *testing.T) {
	panel := []string{"me"}
	for _, a := range everybody() {
		for _, phase := range append([]Phase{""}, Phases...) {
			c := &Challenge{ID: "c", Phase: phase}
			for _, state := range []string{"draft", "open", "closed", "decided", "tied", "inquorate", ""} {
				f := Facts{Challenge: c, State: state, PanelIDs: panel, OwnerID: "me", OwnerIDs: []string{"me"}}
				if Check(a, BallotRead, f) == nil {
					t.Fatalf("%v reads a ballot (%s, %s)", a.Roles, phase, state)
				}
				if Check(a, OutcomeEdit, f) == nil {
					t.Fatalf("%v edits an outcome (%s, %s)", a.Roles, phase, state)
				}
				if state == "open" || state == "draft" || state == "" {
					if err := Check(a, ResultRead, f); !fault.Is(err, fault.Secret) {
						t.Fatalf("%v reads a count before the close (%s, %s): %v", a.Roles, phase, state, err)
					}
				}
				if state != "draft" && (Check(a, DecisionEdit, f) == nil || Check(a, DecisionDelete, f) == nil) {
					t.Fatalf("%v changes a decision that is %s", a.Roles, state)
				}
				f.PanelIDs = []string{"somebody"}
				if Check(a, BallotCast, f) == nil {
					t.Fatalf("%v casts a ballot without being on the panel", a.Roles)
				}
			}
		}
	}
}

// A role never takes away what a member may do: roles are sets, not a ladder, and more of them is never less.
func TestMoreRolesAreNeverLess(t *testing.T) {
	for _, action := range allActions(t) {
		for _, s := range situations(action) {
			for _, phase := range append([]Phase{""}, Phases...) {
				f := s.facts
				f.Challenge = &Challenge{ID: "c", Phase: phase, Audience: []string{insiders}}
				for _, a := range everybody() {
					if Check(a, action, f) != nil {
						continue
					}
					for _, r := range Roles {
						more := a
						more.Roles = append(slices.Clone(a.Roles), r)
						if err := Check(more, action, f); err != nil {
							t.Fatalf("%s, %s: %v may, with %s besides not: %v", action, s.name, a.Roles, r, err)
						}
					}
				}
			}
		}
	}
}

func TestDeniedByDefault(t *testing.T) {
	admin := Actor{PersonID: "me", Roles: Roles}
	if err := Check(admin, "idea.launch", Facts{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an action without a rule: %v", err)
	}
	if err := Check(Actor{}, FeedRead, Facts{}); !fault.Is(err, fault.Unauthorized) {
		t.Errorf("nobody: %v", err)
	}
	if err := Check(Actor{Roles: Roles}, ChallengeCreate, Facts{}); !fault.Is(err, fault.Unauthorized) {
		t.Errorf("roles without a person: %v", err)
	}
	if err := Check(System(), DecisionClose, Facts{}); err != nil {
		t.Errorf("the product itself: %v", err)
	}
	if Check(Actor{PersonID: "me"}, IdeaCreate, Facts{}) == nil {
		t.Error("an action bound to a phase is allowed without a challenge")
	}
	// Nobody owns what has no owner.
	if Check(Actor{}, CommentEdit, Facts{}) == nil || (Actor{}).Has(Member) {
		t.Error("nobody passes for the owner of nothing")
	}
}

func TestPhaseMessageNamesThePhase(t *testing.T) {
	c := &Challenge{ID: "c", Phase: Decide, Closes: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	err := Check(Actor{PersonID: "me"}, IdeaCreate, Facts{Challenge: c})
	if !fault.Is(err, fault.PhaseClosed) || len(err.Error()) < 20 {
		t.Errorf("%v", err)
	}
}

func TestScope(t *testing.T) {
	sales, other, everyone := []string{"Sales", "CX"}, []string{"IT"}, []string{}
	for _, c := range []struct {
		actor                  Actor
		sales, other, everyone bool
		hidden                 bool
	}{
		{Actor{PersonID: "a", Department: "Sales"}, true, false, true, false},
		{Actor{PersonID: "a", Department: "Sales", Roles: []Role{Leader}}, true, false, true, false},
		{Actor{PersonID: "a", Department: ""}, false, false, true, false},
		{Actor{PersonID: "a", Department: "X", Roles: []Role{Facilitator}}, true, true, true, true},
		{Actor{PersonID: "a", Department: "X", Roles: []Role{Admin}}, true, true, true, false},
		{System(), true, true, true, true},
	} {
		s := ScopeOf(c.actor)
		if s.Audience(sales) != c.sales || s.Audience(other) != c.other || s.Audience(everyone) != c.everyone || s.Hidden != c.hidden {
			t.Errorf("%+v: %+v", c.actor, s)
		}
	}
}

func TestCan(t *testing.T) {
	me := Actor{PersonID: "me"}
	f := Facts{Challenge: &Challenge{Phase: Gather}, OwnerID: "me", State: "open"}
	if got := Can(me, f, IdeaVote, IdeaHide, IdeaEdit); !slices.Equal(got, []string{"idea.vote", "idea.edit"}) {
		t.Errorf("%v", got)
	}
	if got := Can(Actor{}, f, IdeaVote); got == nil || len(got) != 0 {
		t.Errorf("%v is not an empty list", got)
	}
}
