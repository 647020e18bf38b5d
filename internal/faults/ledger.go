package faults

import (
	"encoding/json"
	"os"
	"sync"
	"time"
)

// Outcome is what a client knows of its request.
type Outcome string

// The outcomes. Unknown covers every answer of 5xx and every broken line: the row may be there or not, but never twice.
const (
	OK      Outcome = "ok"
	Refused Outcome = "refused"
	Unknown Outcome = "unknown"
)

// Op is one request of one client. Invoked and Returned are since the run began; Returned is 0 until an answer came.
type Op struct {
	Client   int           `json:"client"`
	Kind     string        `json:"kind"` // idea, comment, vote, edit, read
	Text     string        `json:"text"` // unique, what the row can be found by
	Key      string        `json:"key,omitempty"`
	Target   string        `json:"target,omitempty"` // the idea it is about
	ID       string        `json:"id,omitempty"`     // of what it made
	Value    int           `json:"value,omitempty"`  // a vote: 1 given, 0 taken back; an edit: the version it rests on
	Version  int           `json:"version,omitempty"`
	Outcome  Outcome       `json:"outcome"`
	Status   int           `json:"status"`
	Tries    int           `json:"tries"`
	Invoked  time.Duration `json:"invoked"`
	Returned time.Duration `json:"returned"`
}

// Ledger keeps what one client did, in memory and, line by line, in a file that outlives a crash of the runner.
type Ledger struct {
	mu   sync.Mutex
	ops  []Op
	file *os.File
}

func newLedger(path string) (*Ledger, error) {
	f, err := os.Create(path)
	return &Ledger{file: f}, err
}

// note writes that a request goes out, before it does.
func (l *Ledger) note(op Op) { l.line(op) }

// close writes how it ended.
func (l *Ledger) keep(op Op) {
	l.line(op)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ops = append(l.ops, op)
}

func (l *Ledger) line(op Op) {
	text, _ := json.Marshal(op) // strings and numbers always encode
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = l.file.Write(append(text, '\n')) // the copy in memory is what is judged
}

// all is a copy of what is kept.
func (l *Ledger) all() []Op {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Op(nil), l.ops...)
}
