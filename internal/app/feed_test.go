package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// watcher is a socket that keeps what it was told.
type watcher struct {
	*websocket.Conn
	h      *house
	last   float64
	frames []map[string]any
}

func (h *house) watch(who, after string) *watcher {
	h.t.Helper()
	header := http.Header{"Authorization": {"Bearer " + h.tokens[who]}}
	conn, answer, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.http.URL, "http")+"/api/v1/live"+after, header)
	if err != nil {
		said := ""
		if answer != nil { // the dialer keeps the first bytes of what it was refused with
			body, _ := io.ReadAll(answer.Body)
			said = answer.Status + " " + string(body)
		}
		h.t.Fatal(err, said)
	}
	h.t.Cleanup(func() { _ = conn.Close() })
	w := &watcher{Conn: conn, h: h}
	if hello := w.frame(); hello["type"] != "hello" {
		h.t.Fatalf("the first frame is %v", hello)
	}
	return w
}

func (w *watcher) frame() map[string]any {
	w.h.t.Helper()
	_ = w.SetReadDeadline(time.Now().Add(30 * time.Second))
	var frame map[string]any
	if err := w.ReadJSON(&frame); err != nil {
		w.h.t.Fatalf("no frame: %v", err)
	}
	return frame
}

// upTo reads until the event with this number.
func (w *watcher) upTo(seq float64) (news []map[string]any) {
	w.h.t.Helper()
	for w.last < seq {
		frame := w.frame()
		number, _ := frame["seq"].(float64)
		if frame["type"] != "event" || number <= w.last {
			w.h.t.Fatalf("%v %v after %v", frame["type"], number, w.last)
		}
		w.last = number
		delete(frame, "type")
		news = append(news, frame)
	}
	w.frames = append(w.frames, news...)
	return news
}

// What a page held before a change, patched with what it was told, is what a fresh request gives: after every mutation. And the
// socket tells the same envelopes as the feed.
func TestStateAndEventsAreAFreshFetch(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		challenge := h.challenge("vote_mode", "stance")
		w := h.watch("cia", "?after=0")
		shown := map[string]map[string]any{} // ideas by id: title, counts, version
		fresh := func() map[string]map[string]any {
			out := map[string]map[string]any{}
			for _, i := range h.must("cia", "GET", "/api/v1/challenges/"+challenge+"/ideas?limit=100", nil).items() {
				counts, _ := i["counts"].(map[string]any)
				delete(counts, "my_vote")
				out[i["id"].(string)] = map[string]any{"title": i["title"], "counts": counts}
			}
			return out
		}
		patch := func(e map[string]any) {
			id, _ := at(e, "ref", "id").(string)
			if at(e, "ref", "kind") == "comment" {
				id, _ = at(e, "summary", "target", "id").(string)
			}
			switch e["kind"] {
			case "idea.posted":
				shown[id] = map[string]any{"title": at(e, "summary", "title"), "counts": map[string]any{"agree": 0.0, "disagree": 0.0, "pass": 0.0, "comments": 0.0}}
			case "idea.edited":
				shown[id]["title"] = at(e, "summary", "title")
			case "idea.deleted", "idea.hidden":
				delete(shown, id)
			}
			if counts, ok := at(e, "summary", "counts").(map[string]any); ok && shown[id] != nil {
				shown[id]["counts"] = counts
			}
		}
		newest := func() float64 { return at(h.must("cia", "GET", "/api/v1/feed?limit=1", nil).body, "seq").(float64) }
		after := func(what string) {
			t.Helper()
			for _, e := range w.upTo(newest()) {
				patch(e)
			}
			if want := fresh(); !reflect.DeepEqual(shown, want) {
				t.Errorf("after %s the page shows\n%v\nbut a fresh one\n%v", what, shown, want)
			}
		}

		one, two := h.idea("ann", challenge, "One contact"), h.idea("bob", challenge, "Call back")
		after("two ideas")
		vote := func(who, idea string, value int) {
			h.must(who, "PUT", "/api/v1/ideas/"+idea+"/vote", map[string]any{"value": value})
			after(fmt.Sprintf("a vote of %d by %s", value, who))
		}
		vote("bob", one, 1)
		vote("cia", one, -1)
		vote("l1", one, 0)
		vote("cia", one, 1)
		vote("cia", one, 1) // the same again: nothing happened
		h.must("cia", "DELETE", "/api/v1/ideas/"+one+"/vote", nil)
		after("a vote taken back")
		comment := h.must("cia", "POST", "/api/v1/ideas/"+one+"/comments", map[string]any{"body": "And who answers on Sundays?"}).id()
		after("a comment")
		h.must("ann", "POST", "/api/v1/ideas/"+one+"/comments", map[string]any{"body": "The same person.", "parent": comment})
		after("a reply")
		h.must("cia", "DELETE", "/api/v1/comments/"+comment, nil)
		after("a comment taken away")
		tag := h.must("ann", "GET", "/api/v1/ideas/"+one, nil).header.Get("ETag")
		h.must("ann", "PATCH", "/api/v1/ideas/"+one, map[string]any{"title": "One contact for all"}, "If-Match", tag)
		after("an edit")
		h.must("bob", "DELETE", "/api/v1/ideas/"+two, nil)
		after("an idea taken away")

		// The feed tells the same, word for word.
		told := map[float64]map[string]any{}
		for _, e := range h.must("cia", "GET", "/api/v1/feed?after=0&limit=100", nil).items() {
			told[e["seq"].(float64)] = e
		}
		again := h.watch("cia", "?after=0")
		again.upTo(newest())
		if len(again.frames) != len(told) {
			t.Errorf("the replay has %d envelopes, the feed %d", len(again.frames), len(told))
		}
		for _, e := range again.frames {
			if !reflect.DeepEqual(e, told[e["seq"].(float64)]) {
				t.Errorf("the socket tells\n%v\nthe feed\n%v", e, told[e["seq"].(float64)])
			}
		}
	})
}

func TestFeedPages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		all, sales := h.challenge(), h.challenge("audience", []string{"Sales"}, "title", "For Sales")
		idea := h.idea("ann", all, "One contact")
		h.idea("ann", sales, "Planted for Sales")
		h.must("cia", "PUT", "/api/v1/ideas/"+idea+"/vote", map[string]any{"value": 1})
		h.must("cia", "DELETE", "/api/v1/ideas/"+idea+"/vote", nil)
		h.idea("cia", all, "Call back")

		walk := func(who, query string, limit int) (seqs []float64, text string) {
			cursor := ""
			for range 50 {
				page := h.must(who, "GET", fmt.Sprintf("/api/v1/feed?limit=%d%s%s", limit, query, cursor), nil)
				text += page.text
				for _, e := range page.items() {
					seqs = append(seqs, e["seq"].(float64))
				}
				next, more := page.body["next"].(string)
				if !more {
					return seqs, text
				}
				cursor = "&cursor=" + esc(next)
			}
			t.Fatal("the feed never ends")
			return nil, ""
		}
		for _, test := range []struct{ who, query string }{
			{"ann", ""}, {"ann", "&after=0"}, {"ann", "&after=3"}, {"cia", ""}, {"cia", "&after=0"}, {"fac", ""}, {"adm", "&after=0"},
			{"ann", "&challenge=" + all}, {"ann", "&after=0&challenge=" + sales}, {"cia", "&after=0&challenge=" + sales},
		} {
			whole, text := walk(test.who, test.query, 100)
			for _, limit := range []int{1, 2, 3} {
				if parts, _ := walk(test.who, test.query, limit); !reflect.DeepEqual(parts, whole) {
					t.Errorf("%s%s by %d: %v, at once %v", test.who, test.query, limit, parts, whole)
				}
			}
			onward := strings.Contains(test.query, "after")
			for i := 1; i < len(whole); i++ {
				if (whole[i] > whole[i-1]) != onward {
					t.Errorf("%s%s: not in order: %v", test.who, test.query, whole)
				}
			}
			if test.who == "cia" && strings.Contains(text, "Sales") && strings.Contains(text, "Planted") {
				t.Errorf("%s reads what is for Sales: %s", test.query, text)
			}
			if strings.Contains(text, `"my_vote"`) {
				t.Errorf("%s%s: a reader's own vote in the feed", test.who, test.query)
			}
			if !onward && strings.Contains(text, `"story":false`) {
				t.Errorf("%s%s: a counter in the story", test.who, test.query)
			}
		}
		if got, _ := walk("cia", "&after=0&challenge="+sales, 100); len(got) != 0 {
			t.Errorf("another department's challenge: %v", got)
		}
		// The counter of the vote taken back is in the onward feed, without who it was.
		var quiet []map[string]any
		for _, e := range h.must("ann", "GET", "/api/v1/feed?after=0&limit=100", nil).items() {
			if e["story"] == false {
				quiet = append(quiet, e)
			}
		}
		if len(quiet) == 0 {
			t.Error("no counter in the onward feed")
		}
		for _, e := range quiet {
			if text, _ := json.Marshal(e); e["kind"] == "idea.counted" && e["actor"] != nil {
				t.Errorf("a counter tells who: %s", text)
			}
		}
		for _, bad := range []string{"?after=-1", "?after=x", "?cursor=nonsense", "?cursor=" + db.EncodeCursor("after", "x"), "?cursor=" + db.EncodeCursor("sideways", "1"),
			"?cursor=" + db.EncodeCursor("after", "-4"), "?limit=0", "?limit=101", "?before=3"} {
			if got := h.ask("ann", "GET", "/api/v1/feed"+bad, nil); got.status < 400 || got.status >= 500 || got.body["code"] == nil {
				t.Errorf("%s: %d %s", bad, got.status, got.text)
			}
		}
		if got := h.ask("", "GET", "/api/v1/feed", nil); got.status != 401 {
			t.Errorf("nobody reads the feed: %d", got.status)
		}
	})
}
