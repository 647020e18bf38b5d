package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/decision/tally"
)

// The pictures of the demonstration show what these ballots come to.
func TestTheBallotsComeToWhatTheStoryTells(t *testing.T) {
	for name, c := range map[string]struct {
		method    tally.Method
		n, seats  int
		ballots   string
		withdrawn []string
		status    tally.Status
		winners   string
		tied      string
		split     string
	}{
		"twice":             {tally.Pairwise, 5, 3, twiceBallots, nil, tally.StatusDecided, "1 2 3", "", ""},
		"learn":             {tally.STV, 9, 4, learnBallots, nil, tally.StatusDecided, "1 2 4 6", "", "1 2 3 5 6"},
		"mend":              {tally.Approval, 6, 3, mendBallots + " " + mendAbsent, nil, tally.StatusTied, "1 2", "3 4", "2 3 4"},
		"mend's run-off":    {tally.Pairwise, 4, 1, mendRunoff, nil, tally.StatusTied, "", "3 4", "3 4"},
		"see":               {tally.Dots, 6, 3, seeBallots, nil, tally.StatusDecided, "1 2 5", "", "2"},
		"see without one":   {tally.Dots, 6, 3, seeBallots, []string{"2"}, tally.StatusDecided, "1 3 5", "", ""},
		"stop":              {tally.Star, 6, 2, stopBallots, nil, tally.StatusDecided, "1 3", "", "1"},
		"the holiday weeks": {tally.Approval, 6, 3, mendHoliday, nil, tally.StatusInquorate, "", "", ""},
	} {
		rules := tally.Rules{Method: c.method, Seats: c.seats, Quorum: 5, Withdrawn: c.withdrawn}
		for i := range c.n {
			rules.Candidates = append(rules.Candidates, fmt.Sprint(i+1))
		}
		var ballots []tally.Ballot
		for _, line := range strings.Fields(c.ballots) {
			ballots = append(ballots, marked(c.method, line, rules.Candidates))
		}
		r, err := tally.Count(rules, ballots)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		figures, err := tally.Disagreement(tally.Rules{Method: c.method, Seats: c.seats, Candidates: rules.Candidates}, ballots)
		if err != nil {
			t.Fatal(err)
		}
		var split []string
		for id, d := range figures {
			if d >= tally.Split && c.withdrawn == nil && r.Status != tally.StatusInquorate {
				split = append(split, id)
			}
		}
		slices.Sort(split)
		got := fmt.Sprint(r.Status, r.Winners, r.Tied, split)
		if want := fmt.Sprint(c.status, strings.Fields(c.winners), strings.Fields(c.tied), strings.Fields(c.split)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if name == "learn" && (len(r.Stages) < 5 || !strings.HasSuffix(r.Stages[4].Totals["2"], ".50000")) {
			t.Errorf("learn has no exclusion with parts of votes: %v", r.Stages)
		}
	}
}
