package record

import (
	"fmt"
	"strings"

	"talkoot/internal/decision/tally"
)

// Difference is the first thing a recount found to be other than the record says.
type Difference struct {
	Where string // file and place in it, such as "rounds/r2/round.json: events[3].result.totals.A"
	Want  string // what the recount gives
	Found string // what the record says
}

func (d *Difference) Error() string {
	return fmt.Sprintf("%s: the recount gives %s, the record says %s", d.Where, short(d.Want), short(d.Found))
}

// short keeps a message in one line and readable when a whole table differs.
func short(s string) string {
	const most = 300
	s = strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Cycle is one count of the ballots with what was withdrawn by then, and the shortlist it came to. The shortlist is
// empty until it has been proposed.
type Cycle struct {
	Cycle     int          `json:"cycle"`
	Withdrawn []string     `json:"withdrawn"`
	Result    tally.Result `json:"result"`
	Shortlist []string     `json:"shortlist"`
}

// Step is how seats were filled beside the count: by a second round, a run-off or the drawing.
type Step struct {
	Cycle   int      `json:"cycle"`
	Kind    string   `json:"kind"` // second, runoff or lottery
	Round   string   `json:"round"`
	Winners []string `json:"winners"`
	// Tickets are those of a drawing, among whom was drawn.
	Tickets map[string]tally.Hash `json:"tickets,omitzero"`
}

// Signature is one person's last word on the shortlist of a cycle.
type Signature struct {
	Cycle   int    `json:"cycle"`
	Person  string `json:"person"`
	Choice  string `json:"choice"`
	Concept string `json:"concept"`
	Reason  string `json:"reason"`
}

// Objection is what became of a block.
type Objection struct {
	Cycle   int    `json:"cycle"`
	Round   string `json:"round"`
	Concept string `json:"concept"`
	Person  string `json:"person"`
	Reason  string `json:"reason"`
	Status  string `json:"status"`
}

// Recounted is what a record says, once all of it has been checked.
type Recounted struct {
	ID           string            `json:"id"`
	Kind         string            `json:"kind"`
	Title        string            `json:"title"`
	Names        map[string]string `json:"names"`
	Method       tally.Method      `json:"method"`
	Seats        int               `json:"seats"`
	Candidates   []string          `json:"candidates"`
	Panel        int               `json:"panel"`
	Quorum       int               `json:"quorum"`
	Participants int               `json:"participants"`
	// State is that of the outcome; empty when the record was taken before there was one.
	State      string      `json:"state"`
	Shortlist  []string    `json:"shortlist"`
	Counts     []Cycle     `json:"counts"`
	Path       []Step      `json:"path"`
	Signatures []Signature `json:"sign_offs"`
	Objections []Objection `json:"objections"`
	Rounds     []Recounted `json:"rounds"`
	Checks     []string    `json:"checks"` // what was checked, in plain words
	ChainHead  tally.Hash  `json:"chain_head"`
}

// Recount checks everything docs/record.md promises of a record and returns what it says. The error is a *Difference,
// the first one found.
func (r Round) Recount() (Recounted, error) {
	x, err := recount(r, "", nil)
	if err != nil {
		return Recounted{}, err
	}
	return x.recounted(), nil
}

// recount checks one round; parent is the configuration of the round it followed from.
func recount(r Round, prefix string, parent *config) (*recounter, error) {
	where := prefix + fileRound
	c, err := r.opened(where)
	if err != nil {
		return nil, &Difference{where, "a round that can be counted", err.Error()}
	}
	x := &recounter{r: r, c: c, prefix: prefix, where: where}
	return x, x.all(parent)
}

// all makes every check, in the order a reader would.
func (x *recounter) all(parent *config) error {
	for _, check := range []func() error{
		func() error { return x.head(parent) }, x.ballots, x.interchange, x.chain, x.published,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// recounter goes through one round.
type recounter struct {
	r      Round
	c      config
	prefix string
	where  string // of round.json

	opened []tally.Ballot
	course
	out    Recounted
	ended  bool
	checks []string
}

func (x *recounter) checked(format string, args ...any) {
	x.checks = append(x.checks, fmt.Sprintf(format, args...))
}

// head checks what was fixed at the opening.
func (x *recounter) head(parent *config) error {
	hash, err := tally.ConfigHash(x.r.Config)
	if err != nil {
		return &Difference{x.where + ": config", "canonical JSON", err.Error()}
	}
	for _, check := range []error{
		same(x.where+": config.round", x.r.ID, x.c.round),
		same(x.where+": config_hash", hash, x.r.ConfigHash),
		same(x.where+": commitment", x.r.ServerSeed.Commitment(), x.r.Commitment),
	} {
		if check != nil {
			return check
		}
	}
	if x.r.Participants < 0 || x.r.Participants > len(x.c.panel) {
		return &Difference{x.where + ": participants", fmt.Sprintf("at most the %d of the panel", len(x.c.panel)), fmt.Sprint(x.r.Participants)}
	}
	if parent != nil {
		if !sameSet(parent.panel, x.c.panel) {
			return differ(x.where+": config.panel", parent.panel, x.c.panel)
		}
		if err := same(x.where+": config.quorum", parent.quorum, x.c.quorum); err != nil {
			return err
		}
	}
	x.checked("the hash of what it was opened with, and the server's commitment")
	return nil
}

func (x *recounter) quorate() bool { return tally.Quorate(x.r.Participants, x.c.quorum) }

// ballots checks the receipts against the root and reads the ballots.
func (x *recounter) ballots() error {
	file := x.prefix + fileRecords
	if !x.quorate() {
		if len(x.r.Records) > 0 {
			return differ(file+": ballots opened below the quorum", 0, len(x.r.Records))
		}
		return nil
	}
	if err := same(file+": number of ballots", x.r.Participants, len(x.r.Records)); err != nil {
		return err
	}
	published, root := tally.Publish(x.r.Records)
	if root != x.r.Root {
		return differ(x.where+": root", root, x.r.Root)
	}
	for i, p := range published {
		line := fmt.Sprintf("%s line %d", file, i+1)
		if i > 0 && p.Receipt == published[i-1].Receipt {
			return &Difference{line, "every ballot once", "a receipt that is there twice: " + p.Receipt.String()}
		}
		// Order matters only in a file that was read; a service hands its records over as they come.
		if found := tally.Leaf(x.r.Records[i]); x.r.files != nil && found != p.Receipt {
			return differ(line, p.Receipt, found)
		}
		ballots, err := tally.Ballots(x.c.round, x.c.method, [][]byte{p.Record})
		if err == nil {
			err = x.c.rules().CheckBallot(ballots[0])
		}
		if err != nil {
			return &Difference{line, "a ballot that can be cast in this round", err.Error()}
		}
		x.opened = append(x.opened, ballots[0])
	}
	x.checked("%d receipts, the root over them, and every ballot", len(published))
	return nil
}

// interchange compares the table and the file for other programs, if the record was read from a file.
func (x *recounter) interchange() error {
	if x.r.files == nil {
		return nil
	}
	files, err := x.r.interchange(x.c, x.opened)
	if err != nil {
		return &Difference{x.prefix + fileCSV, "ballots that can be written", err.Error()}
	}
	for _, name := range order {
		want, there := files[name]
		if !there {
			continue
		}
		if err := sameLines(x.prefix+name, want, x.r.files[name]); err != nil {
			return err
		}
		x.checked("%s against %s", name, fileRecords)
	}
	return nil
}

// count counts the opened ballots for some seats with some concepts withdrawn.
func (x *recounter) count(withdrawn []string, seats int) (tally.Result, error) {
	if !x.quorate() {
		return tally.Inquorate(x.r.Participants), nil
	}
	rules := x.r.countedBy(x.c)
	rules.Seats = seats
	for _, id := range rules.Candidates {
		for _, gone := range withdrawn {
			if id == gone {
				rules.Withdrawn = append(rules.Withdrawn, id)
			}
		}
	}
	result, err := tally.Count(rules, x.opened)
	if err != nil {
		return result, &Difference{x.prefix + fileRecords, "ballots that can be counted", err.Error()}
	}
	return result, nil
}

func (x *recounter) recounted() Recounted {
	out := x.out
	out.ID, out.Kind, out.Title, out.Names = x.r.ID, x.r.Kind, x.c.title, x.c.names
	out.Method, out.Seats, out.Candidates = x.c.method, x.c.seats, x.c.candidates
	out.Panel, out.Quorum, out.Participants = len(x.c.panel), x.c.quorum, x.r.Participants
	out.Counts, out.Checks, out.ChainHead = x.counts, x.checks, x.r.ChainHead
	return out
}
