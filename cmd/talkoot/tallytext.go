package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"talkoot/internal/decision/record"
	"talkoot/internal/decision/tally"
)

// widest is how many columns a printed matrix or a block of stages may have.
const widest = 12

// teller prints results for a reader.
type teller struct {
	out   io.Writer
	names map[string]string
}

func (t teller) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

// name is a concept as its readers know it.
func (t teller) name(id string) string {
	if name := t.names[id]; name != "" {
		return oneLine(name)
	}
	return id
}

func (t teller) list(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = t.name(id)
	}
	return strings.Join(names, ", ")
}

// table aligns rows, the first column to the left and numbers to the right.
func (t teller) table(rows [][]string) {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	longest := 0
	for _, row := range rows {
		longest = max(longest, len([]rune(row[0])))
	}
	for _, row := range rows {
		first := row[0] + strings.Repeat(" ", longest-len([]rune(row[0])))
		fmt.Fprintf(w, "  %s\t%s\t\n", first, strings.Join(row[1:], "\t"))
	}
	_ = w.Flush()
}

func many(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

func printSheet(out io.Writer, s record.Sheet, r tally.Result) {
	t := teller{out: out}
	if s.Title != "" {
		t.say("%s", s.Title)
	}
	if s.Rules.Method.Shortlists() {
		t.say("Counted by %s: %s, %s.", s.Rules.Method, many(s.Rules.Seats, "seat", "seats"), many(len(s.Rules.Candidates), "concept", "concepts"))
	} else {
		t.say("Counted by %s.", s.Rules.Method)
	}
	if len(s.Rules.Withdrawn) > 0 {
		t.say("Withdrawn: %s.", t.list(s.Rules.Withdrawn))
	}
	t.result(r, s.Rules.Quorum)
	if r.Transfers != nil && len(r.Lots) > 0 && s.Rules.LotteryOrder == nil {
		t.say("The file has no [tie …], so the draws went by the order of its candidates, the first as the best.")
	}
}

// result prints who won and by what figures.
func (t teller) result(r tally.Result, quorum int) {
	if r.Choices != nil {
		t.say("%s took part. %s.", many(r.Participants, "person", "people"), verdict(r.Status))
		t.choices(r)
		return
	}
	if r.Status == tally.StatusInquorate {
		t.say("%s took part and %d are needed: no ballot was opened.", many(r.Participants, "person", "people"), quorum)
		return
	}
	t.say("%s took part: %s counted, %s.", many(r.Participants, "person", "people"), many(r.Counted, "ballot", "ballots"),
		many(r.Abstained, "abstention", "abstentions"))
	t.say("")
	winners := r.InOrder()
	if len(winners) == 0 {
		t.say("Nobody is elected.")
	} else {
		t.say("Elected:")
	}
	for i, id := range winners {
		t.say("  %d. %s", i+1, t.name(id))
	}
	if len(r.Tied) > 0 {
		t.say("Tied for %s: %s. A run-off decides, then a drawing.", many(r.OpenSeats, "open seat", "open seats"), t.list(r.Tied))
	}
	if r.Vacancies > 0 {
		t.say("Vacant for want of support: %s.", many(r.Vacancies, "seat", "seats"))
	}
	if len(r.Expanded) > 0 {
		t.say("Equal at the last seat, so all of them advance: %s.", t.list(r.Expanded))
	}
	t.say("")
	t.figures(r)
}

// verdict is a status in words.
func verdict(s tally.Status) string {
	switch s {
	case tally.StatusAdopted:
		return "Adopted"
	case tally.StatusNotAdopted:
		return "Not adopted"
	case tally.StatusObjections:
		return "Somebody objects"
	case tally.StatusDismissed:
		return "The objection is dismissed"
	case tally.StatusUpheld:
		return "The objection is upheld"
	}
	return "Below the quorum"
}

func (t teller) choices(r tally.Result) {
	var rows [][]string
	for _, choice := range []string{"agree", "disagree", "block", "uphold", "dismiss", "abstain"} {
		if n, there := r.Choices[choice]; there {
			rows = append(rows, []string{choice, fmt.Sprint(n)})
		}
	}
	t.table(rows)
}

func (t teller) figures(r tally.Result) {
	order := r.Electable
	if r.Ranking != nil {
		order = slices.Concat(r.Ranking...)
	} else if r.Totals != nil {
		order = slices.SortedStableFunc(slices.Values(r.Electable), func(a, b string) int { return r.Totals[b] - r.Totals[a] })
	}
	columns := []struct {
		title   string
		figures map[string]int
	}{{"total", r.Totals}, {"", nil}, {"", nil}, {"", nil}, {"net", r.Net}}
	if c := r.Comparison; c != nil {
		columns[1].title, columns[1].figures = "score", c.Score
		columns[2].title, columns[2].figures = "wins", c.Wins
		columns[3].title, columns[3].figures = "losses", c.Losses
	}
	if r.Runoffs != nil {
		columns[1].title, columns[1].figures = "fives", r.Fives
	}
	rows := [][]string{{"concept"}}
	for _, id := range order {
		rows = append(rows, []string{t.name(id)})
	}
	for _, c := range columns {
		if c.figures == nil {
			continue
		}
		rows[0] = append(rows[0], c.title)
		for i, id := range order {
			rows[1+i] = append(rows[1+i], fmt.Sprint(c.figures[id]))
		}
	}
	if len(order) > 0 {
		t.table(rows)
	}
	if r.Comparison != nil {
		t.comparison(r)
	}
	if r.Runoffs != nil {
		t.runoffs(r)
	}
	if r.Transfers != nil {
		t.transfers(r)
	}
}

func (t teller) comparison(r tally.Result) {
	if r.PrimaryTie {
		t.say("Equal by defeats at the last seat; the comparisons won and lost (net) were asked.")
	}
	if n := len(r.Electable); n == 0 || n > widest {
		return
	}
	rows := [][]string{{""}}
	for i, id := range r.Electable {
		rows[0] = append(rows[0], fmt.Sprint(i+1))
		row := []string{fmt.Sprintf("%d %s", i+1, t.name(id))}
		for j, above := range r.Pairwise[i] {
			if i == j {
				row = append(row, "·")
			} else {
				row = append(row, fmt.Sprint(above))
			}
		}
		rows = append(rows, row)
	}
	t.say("")
	t.say("Ballots that place the row above the column:")
	t.table(rows)
}

func (t teller) runoffs(r tally.Result) {
	if r.Rounds == nil {
		if len(r.Electable) > len(r.Winners) {
			t.say("A tie left more than one way to fill a seat; elected is who is elected on every way.")
		}
		return
	}
	t.say("")
	for i, round := range r.Rounds {
		t.say("Seat %d: %s before %s, %d to %d.", i+1, t.name(round.Winner), t.name(round.RunnerUp), round.For, round.Against)
	}
}

func (t teller) transfers(r tally.Result) {
	t.say("")
	t.say("Votes by stage; %d elect.", r.Quota)
	const block = 6
	for from := 0; from < len(r.Stages); from += block {
		stages := r.Stages[from:min(from+block, len(r.Stages))]
		rows := [][]string{{"stage"}}
		for i := range stages {
			rows[0] = append(rows[0], fmt.Sprint(from+i+1))
		}
		for _, id := range r.Electable {
			row := []string{t.name(id)}
			for _, s := range stages {
				row = append(row, s.Totals[id])
			}
			rows = append(rows, row)
		}
		t.table(rows)
	}
	for i, s := range r.Stages {
		switch s.Action {
		case tally.ActionSurplus:
			t.say("Stage %d: what %s has above the quota moves on.", i+1, t.name(*s.Candidate))
		case tally.ActionExclude:
			t.say("Stage %d: %s is excluded, the ballots move on.", i+1, t.name(*s.Candidate))
		}
	}
	if r.Lookbacks > 0 {
		t.say("Equals told apart by an earlier stage: %d times.", r.Lookbacks)
	}
	for _, l := range r.Lots {
		t.say("Drawn by lot (%s) among %s: %s.", l.Step, t.list(l.Among), t.name(l.Drawn))
	}
}
