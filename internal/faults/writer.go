package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// writer is one person who writes all day: ideas, comments, votes, edits of the one idea that several change, and now and then a
// leader's ballot.
type writer struct {
	world  *World
	number int
	client *Client
	editor *Client // the shared idea's author, in a browser tab of their own
	random *rand.Rand
	ledger *Ledger
	n      int
}

// run writes until ctx ends. What has been asked is waited for, so that a ledger holds no request without an end.
func (v *writer) run(ctx context.Context) {
	mean := time.Second * time.Duration(v.world.shape.writers) / time.Duration(v.world.shape.rate)
	for ctx.Err() == nil {
		v.n++
		switch k := v.random.IntN(10); {
		case v.random.IntN(8) == 0 && v.ballot():
		case k < 3:
			v.idea()
		case k < 6:
			v.comment()
		case k < 8:
			v.vote()
		default:
			v.edit()
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(v.random.Int64N(int64(2 * mean)))):
		}
	}
}

func (v *writer) op(kind string) Op {
	return Op{Client: v.number, Kind: kind, Text: fmt.Sprintf("%s %d-%d", kind, v.number, v.n), Invoked: time.Since(v.world.began)}
}

func (v *writer) idea() {
	op := v.op("idea")
	op.Key = fmt.Sprintf("key-%d-%d", v.number, v.n)
	v.post(op)
}

func (v *writer) comment() {
	op := v.op("comment")
	op.Key = fmt.Sprintf("key-%d-%d", v.number, v.n)
	op.Target = v.world.shared[v.random.IntN(len(v.world.shared))]
	v.post(op)
}

// send asks for what a post says, with its key.
func (v *writer) send(op Op) answer {
	if op.Kind == "idea" {
		return v.client.ask(context.Background(), "POST", "/api/v1/challenges/"+v.world.challenge+"/ideas", map[string]any{"title": op.Text}, "Idempotency-Key", op.Key)
	}
	return v.client.ask(context.Background(), "POST", "/api/v1/ideas/"+op.Target+"/comments", map[string]any{"body": op.Text}, "Idempotency-Key", op.Key)
}

// post sends something new. When the answer does not come, two of three writers try again with the same key, as a page does, and
// the third leaves it: both must come out right.
func (v *writer) post(op Op) {
	v.ledger.note(op)
	again := v.random.IntN(3) > 0
	for op.Tries = 1; ; op.Tries++ {
		a := v.send(op)
		op.Status, op.Outcome, op.ID = a.status, a.outcome(), a.id()
		busy := a.status == http.StatusConflict // the first try with this key is still running, or its answer was lost
		if op.Tries > 1 && busy {
			op.Outcome = Unknown
		}
		if (op.Outcome != Unknown && op.Outcome != Refused) || !again || op.Tries >= 4 || (op.Outcome == Refused && !busy) {
			break
		}
		time.Sleep(time.Duration(100+v.random.IntN(400)) * time.Millisecond) // a page waits, too
	}
	op.Returned = time.Since(v.world.began)
	v.ledger.keep(op)
}

// vote gives or takes back one's own vote on one of the shared ideas. Voting needs no key: saying it twice changes nothing.
func (v *writer) vote() {
	op := v.op("vote")
	op.Target = v.world.shared[v.random.IntN(len(v.world.shared))]
	op.Value = v.random.IntN(2)
	op.Tries = 1
	v.ledger.note(op)
	var a answer
	if op.Value == 1 {
		a = v.client.ask(context.Background(), "PUT", "/api/v1/ideas/"+op.Target+"/vote", map[string]any{"value": 1})
	} else {
		a = v.client.ask(context.Background(), "DELETE", "/api/v1/ideas/"+op.Target+"/vote", nil)
	}
	op.Status, op.Outcome, op.Returned = a.status, a.outcome(), time.Since(v.world.began)
	v.ledger.keep(op)
}

// edit reads the shared idea and changes it if nobody else has meanwhile.
func (v *writer) edit() {
	path := "/api/v1/ideas/" + v.world.edited
	read := v.op("read")
	read.Tries = 1
	a := v.editor.ask(context.Background(), "GET", path, nil)
	read.Status, read.Outcome, read.Returned = a.status, a.outcome(), time.Since(v.world.began)
	if read.Outcome != OK {
		return // a read that failed says nothing
	}
	var seen struct{ Body string }
	a.into(&seen)
	read.Version, read.Text, read.Target = versionOf(a.etag), seen.Body, v.world.edited
	v.ledger.keep(read)

	op := v.op("edit")
	op.Target, op.Value, op.Tries = v.world.edited, read.Version, 1
	v.ledger.note(op)
	a = v.editor.ask(context.Background(), "PATCH", path, map[string]any{"body": op.Text}, "If-Match", a.etag)
	op.Status, op.Outcome, op.Version, op.Returned = a.status, a.outcome(), versionOf(a.etag), time.Since(v.world.began)
	v.ledger.keep(op)
}

// versionOf reads an ETag such as "7"; 0 is none.
func versionOf(etag string) int {
	n, _ := strconv.Atoi(strings.Trim(strings.TrimPrefix(etag, "W/"), `"`)) // anything else is no version
	return n
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
