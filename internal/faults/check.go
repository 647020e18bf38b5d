package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"talkoot/internal/db"
)

// Result is what came out of one fault, once or several times.
type Result struct {
	Fault, What, Database  string
	Repeats                int
	OK, Refused, Unknown   int
	Lost, Doubled          int
	Readers, Envelopes     int
	Missed, Twice, Resyncs int
	Recovered, Slowest     time.Duration // the longest of all repeats
	Problems, Notes        []string
}

// add sums another repeat of the same fault.
func (r *Result) add(o Result) {
	r.Repeats += o.Repeats
	r.OK, r.Refused, r.Unknown = r.OK+o.OK, r.Refused+o.Refused, r.Unknown+o.Unknown
	r.Lost, r.Doubled, r.Missed, r.Twice = r.Lost+o.Lost, r.Doubled+o.Doubled, r.Missed+o.Missed, r.Twice+o.Twice
	r.Readers, r.Envelopes, r.Resyncs = max(r.Readers, o.Readers), r.Envelopes+o.Envelopes, r.Resyncs+o.Resyncs
	r.Recovered, r.Slowest = max(r.Recovered, o.Recovered), max(r.Slowest, o.Slowest)
	r.Problems, r.Notes = append(r.Problems, o.Problems...), append(r.Notes, o.Notes...)
}

func (r *Result) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// logged is one line of the activity log, as the database keeps it.
type logged struct {
	Seq                  int64
	Kind, RefKind, RefID string
	Summary              string
	Story                bool
}

// settle ends the writing, waits until every reader has what the log has, and compares the ledgers and the readers with the database.
func (w *World) settle(ctx context.Context) Result {
	r := Result{Repeats: 1, Recovered: w.recovered, Readers: len(w.readers), Notes: w.notes}
	w.stopWriters()
	w.writing.Wait()
	r.Slowest = time.Duration(w.slowest.Load())
	ops := w.count(&r)
	w.repeat(&r, ops)
	w.resolve(&r, ops)
	finals := w.finals(ctx, &r)

	d, err := db.Open(ctx, w.url, nil)
	if err != nil {
		r.problem("open the database: %v", err)
		return r
	}
	defer d.Close()
	w.compareRows(ctx, d, ops, &r)
	w.compareBallots(ctx, d, ops, &r)
	w.compareHistories(ops, finals, &r)
	w.compareReaders(ctx, d, &r)
	return r
}

func (w *World) count(r *Result) []Op {
	var all []Op
	for _, v := range w.writers {
		for _, op := range v.ledger.all() {
			all = append(all, op)
			if op.Kind == "read" {
				continue
			}
			switch op.Outcome {
			case OK:
				r.OK++
			case Refused:
				r.Refused++
			default:
				r.Unknown++
			}
		}
	}
	if r.OK == 0 {
		r.problem("no write went through: nothing was tried")
	}
	return all
}

// repeat sends some of what was acknowledged again with its key: the same answer, and no second row (compareRows sees that). Where the
// database went away, or was full, just between the change and the keeping of its answer, the key says that it went through.
func (w *World) repeat(r *Result, ops []Op) {
	tried := 0
	for _, op := range ops {
		if op.Outcome != OK || op.Key == "" || tried >= 20 || w.random.IntN(4) > 0 {
			continue
		}
		tried++
		a := w.writers[op.Client].send(op)
		if a.status == http.StatusConflict {
			r.Notes = append(r.Notes, "an answer was given and could not be kept: repeated with its key, "+op.Text+" is said to have gone through")
		} else if a.status != op.Status || a.id() != op.ID {
			r.problem("%s was answered %d %s, and repeated with its key %d %s", op.Text, op.Status, op.ID, a.status, a.id())
		}
	}
}

// resolve sends half of what is unknown again with its key, as a page does whose person presses the button once more: it goes through
// now, or is said to have gone through. From then on it counts as acknowledged.
func (w *World) resolve(r *Result, ops []Op) {
	for n := range ops {
		op := &ops[n]
		if op.Outcome != Unknown || op.Key == "" || w.random.IntN(2) > 0 {
			continue
		}
		switch a := w.writers[op.Client].send(*op); {
		case a.status == http.StatusCreated:
			op.Outcome, op.ID = OK, a.id()
		case a.status == http.StatusConflict:
			op.Outcome, op.ID = OK, "" // it is there, under an id that nobody was told
		default:
			r.problem("%s, unknown before, was answered %d %v when it was sent again", op.Text, a.status, a.err)
		}
	}
}

// finals reads, after everything, how the shared ideas stand for each writer.
func (w *World) finals(ctx context.Context, r *Result) []Op {
	var list []Op
	for _, v := range w.writers {
		for _, id := range w.shared {
			op := Op{Client: v.number, Kind: "read", Target: id, Outcome: OK, Invoked: time.Since(w.began)}
			a := v.client.ask(ctx, "GET", "/api/v1/ideas/"+id, nil)
			var idea struct {
				Body   string
				Counts struct {
					Agree  int
					MyVote *int `json:"my_vote"`
				}
			}
			if a.status != http.StatusOK || !a.into(&idea) {
				r.problem("after healing GET of an idea: %d %v %.200s", a.status, a.err, a.body)
				return list
			}
			if idea.Counts.MyVote != nil && *idea.Counts.MyVote == 1 {
				op.Value = 1
			}
			op.Version, op.Text, op.Returned = versionOf(a.etag), idea.Body, time.Since(w.began)
			list = append(list, op)
		}
	}
	return list
}

// compareRows holds every post against the rows and the log: what was acknowledged is there once, what is unknown at most once.
func (w *World) compareRows(ctx context.Context, d *db.DB, ops []Op, r *Result) {
	type found struct {
		Text, ID string
		N        int
	}
	rows, told := map[string]found{}, map[string]int{}
	err := d.Read(ctx, func(tx *db.Tx) error {
		for kind, query := range map[string]string{
			"idea":    `SELECT title AS text, MIN(id) AS id, COUNT(*) AS n FROM ideas GROUP BY title`,
			"comment": `SELECT body AS text, MIN(id) AS id, COUNT(*) AS n FROM comments GROUP BY body`,
		} {
			var list []found
			if err := tx.Raw(query).Scan(&list).Error; err != nil {
				return err
			}
			for _, f := range list {
				rows[kind+"/"+f.Text] = f
			}
		}
		var activities []struct {
			RefID string
			N     int
		}
		if err := tx.Raw(`SELECT ref_id, COUNT(*) AS n FROM activities WHERE kind IN ('idea.posted', 'comment.posted') GROUP BY ref_id`).Scan(&activities).Error; err != nil {
			return err
		}
		for _, a := range activities {
			told[a.RefID] = a.N
		}
		var apart int
		if err := tx.Raw(`SELECT COUNT(*) FROM ideas i WHERE agree_count <> (SELECT COUNT(*) FROM votes v WHERE v.target_kind = 'idea' AND v.target_id = i.id AND v.value = 1)
			OR comment_count <> (SELECT COUNT(*) FROM comments c WHERE c.target_kind = 'idea' AND c.target_id = i.id AND c.deleted_at IS NULL)`).Scan(&apart).Error; err != nil {
			return err
		}
		if apart > 0 {
			r.problem("%d ideas count other votes or comments than there are", apart)
		}
		return nil
	})
	if err != nil {
		r.problem("read the database: %v", err)
		return
	}
	for _, op := range ops {
		if op.Key == "" {
			continue
		}
		f, there := rows[op.Kind+"/"+op.Text]
		switch {
		case op.Outcome == OK && !there:
			r.Lost++
			r.problem("lost: %s, acknowledged with %d", op.Text, op.Status)
		case op.Outcome == Refused && there:
			r.problem("%s was refused with %d and is there", op.Text, op.Status)
		case there && f.N > 1:
			r.Doubled += f.N - 1
			r.problem("doubled: %s is there %d times (%s after %d tries)", op.Text, f.N, op.Outcome, op.Tries)
		case there && op.Outcome == OK && op.ID != "" && f.ID != op.ID:
			r.problem("%s was answered as %s and is %s", op.Text, op.ID, f.ID)
		case there && told[f.ID] != 1:
			r.problem("%s is told %d times in the log", op.Text, told[f.ID])
		}
	}
}

// compareHistories asks whether any order of the edits, and of each vote, explains all answers.
func (w *World) compareHistories(ops, finals []Op, r *Result) {
	var edited []Op
	votes := map[string][]Op{}
	for _, op := range append(append([]Op(nil), ops...), finals...) {
		if op.Target == w.edited && (op.Kind == "edit" || (op.Kind == "read" && op.Text != "")) {
			edited = append(edited, op)
		}
	}
	for _, op := range ops {
		if op.Kind == "vote" {
			key := fmt.Sprint(op.Client, op.Target)
			votes[key] = append(votes[key], op)
		}
	}
	for _, op := range finals {
		key := fmt.Sprint(op.Client, op.Target)
		if votes[key] != nil {
			votes[key] = append(votes[key], op)
		}
	}
	if err := linear(edits(edition{1, "start"}), edited, "edits"); err != nil {
		r.problem("%v", err)
	}
	for key, history := range votes {
		if err := linear(register(), history, "votes "+key); err != nil {
			r.problem("%v", err)
		}
	}
}

// compareReaders waits until each reader has the log's end, and holds what it received against the log.
func (w *World) compareReaders(ctx context.Context, d *db.DB, r *Result) {
	var list []logged
	read := func() error {
		return d.Read(ctx, func(tx *db.Tx) error {
			list = nil
			return tx.Raw(`SELECT seq, kind, ref_kind, ref_id, summary, story FROM activities ORDER BY seq`).Scan(&list).Error
		})
	}
	if err := read(); err != nil {
		r.problem("read the log: %v", err)
		return
	}
	for n, a := range list {
		if a.Seq != int64(n)+1 {
			r.problem("the log has a gap before %d", a.Seq)
			break
		}
	}
	newest := int64(len(list))
	_, err := await(ctx, 60*time.Second, fmt.Sprintf("every reader at %d", newest), func() bool {
		for _, reader := range w.readers {
			if reader.at() < newest {
				return false
			}
		}
		return true
	})
	if err != nil {
		r.problem("%v", err)
	}
	w.stopReaders()
	w.reading.Wait()
	if err := read(); err != nil {
		r.problem("read the log: %v", err)
		return
	}
	for _, reader := range w.readers {
		reader.compare(list, r)
	}
}

// compare counts what this reader should have received and did not. Of counts that a newer one replaced, the newer one is enough.
func (v *Reader) compare(log []logged, r *Result) {
	got := map[int64]envelope{}
	for _, e := range v.got {
		if _, twice := got[e.Seq]; twice {
			r.Twice++
		}
		got[e.Seq] = e
	}
	for _, wrong := range v.wrong {
		r.problem("reader %d: %s", v.number, wrong)
	}
	r.Envelopes += len(v.got)
	r.Resyncs += v.resyncs
	later := map[string]bool{} // counts of this kind on this thing have come with a higher number
	for n := len(log) - 1; n >= 0; n-- {
		a := log[n]
		if a.Seq <= v.from || a.Seq > v.last || v.toldOf(a.Seq) {
			continue
		}
		e, there := got[a.Seq]
		topic := a.Kind + a.RefID
		if there {
			if e.Kind != a.Kind || e.Ref.ID != a.RefID {
				r.problem("reader %d: envelope %d is %s of %s, in the log %s of %s", v.number, a.Seq, e.Kind, e.Ref.ID, a.Kind, a.RefID)
			}
			later[topic] = true
			continue
		}
		if a.countsOnly() && later[topic] {
			continue
		}
		r.Missed++
		if r.Missed <= 5 {
			r.problem("reader %d missed %d %s", v.number, a.Seq, a.Kind)
		}
	}
}

func (v *Reader) toldOf(seq int64) bool {
	for _, g := range v.gaps {
		if seq > g[0] && seq <= g[1] {
			return true
		}
	}
	return false
}

func (a logged) countsOnly() bool {
	e := envelope{Story: a.Story}
	return json.Unmarshal([]byte(a.Summary), &e.Summary) == nil && e.countsOnly()
}
