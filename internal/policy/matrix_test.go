package policy

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talkoot/internal/fault"
)

var update = flag.Bool("update", false, "rewrite testdata/matrix.txt")

const matrixFile = "testdata/matrix.txt"

const matrixHead = `Who may do what. Rendered from rules.go by: go test ./internal/policy -run Matrix -update
A change in this file is a change of rights.

A column is a person with that one role; outsider is a member whose department is not in the challenge's audience. A cell says when:
  yes              at any time
  gat dev dec del  only while one of these phases is open (gather, develop, decide, deliver); at other times 403 phase_closed
  401 403 404      sign in first; may read it but not do this; looks as if it did not exist
  secret           403: nobody may before the close
own: the person wrote it or owns it; panel: is named on the decision's panel; ballot: the concept is or was on one.

`

// column is one person of the matrix.
type column struct {
	name  string
	actor Actor
}

const insiders, outsiders = "Sales", "IT"

func columns() []column {
	list := []column{{"nobody", Actor{}}}
	for _, r := range Roles {
		a := Actor{PersonID: "me", Department: insiders}
		if r != Member {
			a.Roles = []Role{r}
		}
		list = append(list, column{string(r), a})
	}
	return append(list, column{"outsider", Actor{PersonID: "me", Department: outsiders}})
}

// situation is one case of an action: which facts hold besides the phase.
type situation struct {
	name  string
	facts Facts
}

// situations lists what can matter for an action, by its noun.
func situations(a Action) []situation {
	owned := func(name string, f Facts) []situation {
		own := f
		own.OwnerID = "me"
		return []situation{{strings.TrimSpace(name + " other's"), f}, {strings.TrimSpace(name + " own"), own}}
	}
	var list []situation
	switch noun(a) {
	case "idea":
		states := []string{"open", "grown", "merged", "hidden"}
		if strings.HasPrefix(string(a), "merge.") {
			states = []string{"open", "proposed", "done", "declined"}
		}
		for _, s := range states {
			list = append(list, owned(s, Facts{State: s})...)
		}
	case "insight":
		list = append(owned("free", Facts{}), owned("ballot", Facts{OnBallot: true})...)
	case "sticking_point":
		list = append(owned("raised", Facts{State: "raised"}), owned("merged", Facts{State: "merged"})...)
	case "concept":
		list = append(owned("free", Facts{}), owned("ballot", Facts{Frozen: true})...)
		if strings.HasPrefix(string(a), "suggestion.") {
			list = append(owned("open", Facts{State: "open"}), owned("declined", Facts{State: "declined"})...)
			list = append(list, owned("open ballot", Facts{State: "open", Frozen: true})...)
		}
	case "comment", "commitment":
		list = owned("", Facts{})
	case "decision":
		for _, s := range []string{"draft", "open", "discussion", "second_round", "runoff", "proposed", "objections", "adopted", "not_adopted", "no_consensus", "inquorate", "closed"} {
			list = append(list, situation{s, Facts{State: s}}, situation{s + " panel", Facts{State: s, PanelIDs: []string{"me"}}})
		}
		list = append(list, situation{"adopted few", Facts{State: "adopted", Few: true}}, situation{"adopted few panel", Facts{State: "adopted", Few: true, PanelIDs: []string{"me"}}},
			situation{"open own", Facts{State: "open", OwnerID: "me"}})
	default:
		list = []situation{{"", Facts{}}}
	}
	for i := range list {
		if list[i].facts.OwnerID == "" {
			list[i].facts.OwnerID = "somebody"
		}
	}
	return list
}

// short is a phase in a cell.
var short = map[Phase]string{"": "none", Gather: "gat", Develop: "dev", Decide: "dec", Deliver: "del"}

// withoutChallenge are the actions that belong to no challenge, so that no audience keeps anybody out.
var withoutChallenge = []Action{PersonList, FeedRead, SearchRead, ChallengeCreate, InsightRead, InsightCreate, InsightEdit, InsightDelete, InsightImport,
	JourneyRead, JourneyCreate, JourneyEdit, StickingPointRead, StickingPointRaise, StickingPointEdit, StickingPointConfirm, StickingPointMerge,
	StickingPointMeToo, StickingPointLink, MetricRead, MetricEdit, PictureUpload, NoticeRead}

// cell says when the actor may.
func cell(t *testing.T, actor Actor, action Action, facts Facts) string {
	t.Helper()
	var open []string
	refusals := map[string]bool{}
	for _, p := range append([]Phase{""}, Phases...) {
		if !slices.Contains(withoutChallenge, action) {
			facts.Challenge = &Challenge{ID: "c", Phase: p, Audience: []string{insiders}}
		}
		err := Check(actor, action, facts)
		switch code := fault.CodeOf(err); {
		case err == nil:
			open = append(open, short[p])
		case code == fault.Secret:
			refusals["secret"] = true
		case code == fault.PhaseClosed:
			refusals["phase"] = true
		default:
			refusals[strconv.Itoa(code.Status())] = true
		}
	}
	var refused []string
	for r := range refusals {
		refused = append(refused, r)
	}
	switch {
	case len(refused) == 0:
		return "yes"
	case len(open) == 0 && len(refused) == 1:
		return refused[0]
	case len(refused) == 1 && refused[0] == "phase":
		return strings.Join(open, " ")
	}
	t.Fatalf("%s: a mixture: allowed in %q, refused with %q", action, open, refused)
	return ""
}

func matrix(t *testing.T) string {
	var out strings.Builder
	out.WriteString(matrixHead)
	people := columns()
	line := func(cells ...string) {
		var row strings.Builder
		fmt.Fprintf(&row, "%-20s", cells[0])
		for _, c := range cells[2:] {
			fmt.Fprintf(&row, " %-15s", c)
		}
		fmt.Fprintf(&out, "%s %s\n", row.String(), cells[1])
	}
	heads := []string{"action", "when"}
	for _, c := range people {
		heads = append(heads, c.name)
	}
	line(heads...)
	before := ""
	for _, action := range allActions(t) {
		if n := noun(action); n != before { // a line of air between the nouns
			out.WriteString("\n")
			before = n
		}
		var rows [][]string // what differs, in order of first sight
		names := map[string][]string{}
		for _, s := range situations(action) {
			cells := make([]string, len(people))
			for i, c := range people {
				cells[i] = cell(t, c.actor, action, s.facts)
			}
			key := strings.Join(cells, "|")
			if _, seen := names[key]; !seen {
				rows = append(rows, cells)
			}
			names[key] = append(names[key], s.name)
		}
		for _, cells := range rows {
			when := ""
			if len(rows) > 1 {
				when = brief(names[strings.Join(cells, "|")])
			}
			line(append([]string{string(action), when}, cells...)...)
		}
	}
	// No space at the end of a line: editors take it away.
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// brief names a thing once where it makes no difference whose it is, or who is on the panel.
func brief(names []string) string {
	var out []string
	for i := 0; i < len(names); i++ {
		for _, pair := range [][2]string{{" other's", " own"}, {"", " panel"}} {
			thing, ok := strings.CutSuffix(names[i], pair[0])
			if ok && i+1 < len(names) && names[i+1] == thing+pair[1] {
				names[i+1] = thing
				i++
			}
		}
		out = append(out, names[i])
	}
	return strings.Join(out, ", ")
}

// allActions reads the constants from the source, so that none can be left out of the matrix.
func allActions(t *testing.T) []Action {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "policy.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var actions []Action
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Action" {
			for _, v := range spec.Values {
				value, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				actions = append(actions, Action(value))
			}
		}
		return true
	})
	return actions
}

func TestMatrix(t *testing.T) {
	got := matrix(t)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(matrixFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	have, was := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(have), len(was)) {
		if i >= len(have) || i >= len(was) || have[i] != was[i] {
			t.Fatalf("rights have changed at line %d of %s; look at the difference and, if it is meant, run with -update", i+1, matrixFile)
		}
	}
}

func TestEveryActionHasARule(t *testing.T) {
	actions := allActions(t)
	for _, a := range actions {
		if _, ok := rules[a]; !ok {
			t.Errorf("%s has no rule", a)
		}
	}
	for a := range rules {
		if !slices.Contains(actions, a) {
			t.Errorf("%s has a rule and is no action", a)
		}
	}
}
