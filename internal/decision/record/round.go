package record

import (
	"encoding/json"

	"talkoot/internal/decision/tally"
)

// The kinds of a round.
const (
	KindMain      = "main"
	KindSecond    = "second"
	KindRunoff    = "runoff"
	KindObjection = "objection"
)

// Round is one round with what followed from it. Write puts it into a zip, Read takes it out again, Recount trusts
// nothing of it.
type Round struct {
	ID, Kind   string
	Config     json.RawMessage // what it was opened with
	ConfigHash tally.Hash
	Commitment tally.Hash
	ServerSeed tally.Seed
	Beacon     string // hexadecimal bytes; empty unless one was configured

	Participants int
	Root         tally.Hash
	Events       []json.RawMessage
	ChainHead    tally.Hash
	// Records are the canonical ballot records, in any order; nil below the quorum, where no ballot is opened.
	Records [][]byte
	Result  json.RawMessage // result.json
	Rounds  []Round         // that followed, in order; they have none of their own

	files map[string][]byte // the interchange files as they were read, for the recount to compare
}
