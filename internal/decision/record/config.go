package record

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"talkoot/internal/decision/tally"
)

// maxCandidates bounds what a file from elsewhere can make a count cost; a round of the product has 40.
const maxCandidates = 1000

// config is the part of a round's configuration that the count needs; the hash is over all of it.
type config struct {
	round      string
	title      string
	method     tally.Method
	options    tally.Options
	seats      int
	candidates []string
	names      map[string]string
	panel      []string
	quorum     int
}

// opened reads the configuration, and refuses as *FormatError one that no round can have been opened with.
func (r Round) opened(file string) (config, error) {
	canon, err := tally.Canon(r.Config)
	if err != nil {
		return config{}, &FormatError{File: file, Reason: "config: " + err.Error()}
	}
	f, err := object(file, "config", canon)
	if err != nil {
		return config{}, err
	}
	var wrong error
	c := config{
		round:      f.id("round", &wrong),
		method:     tally.Method(f.text("method", &wrong)),
		seats:      f.number("seats", &wrong),
		candidates: f.ids("candidates", &wrong),
		panel:      f.ids("panel", &wrong),
		quorum:     f.number("quorum", &wrong),
	}
	o := f.object("options", &wrong)
	c.options.OnTie = optional(o, "on_tie", &wrong, fields.text)
	c.options.Dots = optional(o, "dots", &wrong, fields.number)
	c.options.Cap = optional(o, "cap", &wrong, fields.number)
	if wrong != nil {
		return config{}, wrong
	}
	// For people only; neither is counted.
	_ = json.Unmarshal(f.all["title"], &c.title)
	_ = json.Unmarshal(f.all["names"], &c.names)

	refuse := func(format string, args ...any) (config, error) {
		return config{}, &FormatError{File: file, Reason: "config." + fmt.Sprintf(format, args...)}
	}
	switch objection := r.Kind == KindObjection; {
	case objection != (c.method == tally.Objection) || !objection && !c.method.Shortlists():
		return refuse("method: %q is not for a round of kind %q", c.method, r.Kind)
	case len(c.candidates) > maxCandidates:
		return refuse("candidates: more than %d", maxCandidates)
	}
	for _, id := range c.candidates {
		if strings.HasPrefix(id, "-") {
			return refuse("candidates: %q begins with -, which a spreadsheet takes for a formula", id)
		}
	}
	if err := c.rules().Check(); err != nil {
		return refuse("%v", err)
	}
	if _, err := hex.DecodeString(r.Beacon); err != nil || strings.ToLower(r.Beacon) != r.Beacon {
		return config{}, &FormatError{File: file, Reason: "beacon is not lower-case hexadecimal"}
	}
	return c, nil
}

func optional[T any](f fields, key string, err *error, get func(fields, string, *error) T) T {
	if _, there := f.all[key]; !there {
		var zero T
		return zero
	}
	return get(f, key, err)
}

// rules are those of the round itself; the dots of a person do not change when the same ballots are counted for other
// seats.
func (c config) rules() tally.Rules {
	r := tally.Rules{Method: c.method, Seats: c.seats, Candidates: c.candidates, Quorum: c.quorum, Options: c.options}
	if c.method == tally.Dots {
		r.Options.Dots, r.Options.Cap = r.DotsAndCap()
	}
	return r
}

// lotterySeed is that of the round: what the server committed to before the ballots, joined with all of them.
func (r Round) lotterySeed() tally.Hash {
	beacon, _ := hex.DecodeString(r.Beacon) // opened has looked at it
	return tally.LotterySeed(r.ConfigHash, r.ServerSeed, r.Root, beacon)
}

// countedBy are the rules with the round's own lottery order.
func (r Round) countedBy(c config) tally.Rules {
	rules := c.rules()
	if c.method == tally.STV {
		rules.LotteryOrder = tally.LotteryOrder(r.lotterySeed(), c.candidates)
	}
	return rules
}
