package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// work lets the worker of imports go on until nothing is left.
func (h *house) work() {
	h.t.Helper()
	for more := true; more; {
		var err error
		if more, err = h.insights.Step(context.Background()); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) upload(who, query, text string) answer {
	h.t.Helper()
	return h.ask(who, "POST", "/api/v1/insight-imports?"+query, text, "Content-Type", "text/csv")
}

func TestInsightsOverHTTP(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		const path = "/api/v1/insights"
		_, _, touchpoint := h.touchpoint("Lasku tulee")
		body := map[string]any{"quote": "Åsa Öberg sa: ring 070-123 45 67", "note": "\U0001F600 mail åsa@exempel.se", "source_kind": "interview", "sentiment": -2, "touchpoint": touchpoint}
		got := h.ask("ann", "POST", path, body)
		fields, _ := got.body["errors"].([]any)
		if got.status != 422 || got.body["code"] != "personal_data" || len(fields) != 2 || at(fields[0].(map[string]any), "field") != "quote" {
			t.Fatalf("personal data: %d %s", got.status, got.text)
		}
		check := h.must("ann", "POST", path+"/check", map[string]any{"text": "\U0001F600 Åsa Öberg"})
		found, _ := check.body["findings"].([]any)
		if len(found) != 1 || at(found[0].(map[string]any), "start") != 3.0 || at(found[0].(map[string]any), "end") != 12.0 || check.body["masked"] != "\U0001F600 [name]" {
			t.Errorf("the check says %s", check.text)
		}
		body["personal"] = "mask"
		one := h.must("ann", "POST", path, body)
		if one.body["quote"] != "[name] sa: ring [phone]" || one.body["note"] != "\U0001F600 mail [e-mail]" || one.body["masked"] != true || one.header.Get("ETag") != `"1"` ||
			at(one.body, "touchpoint", "title") != "Lasku tulee" || at(one.body, "journey", "title") != "Being our customer" || at(one.body, "author", "name") != "ANN" {
			t.Errorf("posted: %s", one.text)
		}
		id := one.id()
		if again := h.must("ann", "GET", path+"/"+id, nil); !strings.Contains(again.text, `"insight.edit","insight.delete"`) {
			t.Errorf("its author may %s", again.text)
		}
		if again := h.must("bob", "GET", path+"/"+id, nil); !strings.Contains(again.text, `"can":[]`) {
			t.Errorf("somebody else may %s", again.text)
		}
		if got := h.ask("ann", "PATCH", path+"/"+id, map[string]any{"note": "x"}); got.status != 428 {
			t.Errorf("without a version: %d", got.status)
		}
		if got := h.ask("ann", "PATCH", path+"/"+id, map[string]any{"note": "x"}, "If-Match", `"9"`); got.status != 412 {
			t.Errorf("another version: %d", got.status)
		}
		changed := h.must("ann", "PATCH", path+"/"+id, map[string]any{"touchpoint": ""}, "If-Match", `"1"`)
		if changed.body["touchpoint"] != nil || changed.header.Get("ETag") != `"2"` {
			t.Errorf("taken off the map: %s", changed.text)
		}
		if list := h.must("bob", "GET", path+"?unplaced=true&source_kind=interview&sentiment=-2&q=ring&from=2026-11-16&to=2026-11-16", nil); len(list.items()) != 1 || list.body["seq"] == nil {
			t.Errorf("the list: %s", list.text)
		}
		if got := h.ask("bob", "GET", path+"?from=soon", nil); got.status != 400 {
			t.Errorf("from=soon: %d", got.status)
		}
		if f := h.must("bob", "GET", path+"/facets", nil); f.body["total"] != 1.0 || f.body["from"] != "2026-11-16" {
			t.Errorf("facets: %s", f.text)
		}
		if got := h.ask("bob", "DELETE", path+"/"+id, nil); got.status != 403 {
			t.Errorf("deleted by somebody else: %d", got.status)
		}
		h.must("fac", "DELETE", path+"/"+id, nil)
		if got := h.ask("ann", "GET", path+"/"+id, nil); got.status != 404 {
			t.Errorf("it is still there: %d", got.status)
		}
		if feed := h.must("bob", "GET", "/api/v1/feed", nil); strings.Contains(feed.text, "sa: ring") {
			t.Errorf("the feed still tells it: %s", feed.text)
		}
	})
}

func TestImportsOverHTTP(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		h.touchpoint("Lasku tulee")
		text := "review;date;stars;touchpoint\n" + strings.Repeat("\"Lasku; väärin taas\";16.11.2026;1;LASKU TULEE\n", 3) + "=1+1;17.11.2026;4;Nowhere\n"
		draft := h.upload("fac", "name=reviews.csv&source=Shop", text)
		rows, _ := draft.body["preview"].([]any)
		if draft.status != 201 || len(rows) != 4 || draft.body["state"] != "draft" || at(draft.body, "settings", "delimiter") != "semicolon" ||
			at(rows[0].(map[string]any), "sentiment") != -2.0 || at(rows[3].(map[string]any), "error") == nil {
			t.Fatalf("uploaded: %d %s", draft.status, draft.text)
		}
		path := "/api/v1/insight-imports/" + draft.id()
		if got := h.must("fac", "PATCH", path, map[string]any{"segment": "Small", "columns": map[string]int{"quote": 0, "said_on": 1, "rating": 2, "touchpoint": 3}}); at(got.body, "settings", "segment") != "Small" {
			t.Errorf("configured: %s", got.text)
		}
		if got := h.ask("fac", "PATCH", path, map[string]any{"columns": map[string]int{"quote": 9}}); got.status != 422 {
			t.Errorf("a column that is not there: %d %s", got.status, got.text)
		}
		h.must("fac", "POST", path+"/start", nil)
		h.work()
		done := h.must("fac", "GET", path, nil)
		if done.body["state"] != "done" || done.body["added"] != 3.0 || done.body["rejected"] != 1.0 || done.body["done_bytes"] != done.body["size"] {
			t.Fatalf("imported: %s", done.text)
		}
		list := h.must("bob", "GET", "/api/v1/insights?import="+draft.id(), nil).items()
		if len(list) != 3 || list[0]["quote"] != "Lasku; väärin taas" || at(list[0], "touchpoint", "title") != "Lasku tulee" || at(list[0], "import", "title") != "reviews.csv" || list[0]["segment"] != "Small" {
			t.Errorf("the list: %v", list)
		}
		rejects := h.must("fac", "GET", path+"/rejects", nil)
		if kind := rejects.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/csv") || !strings.HasPrefix(rejects.header.Get("Content-Disposition"), "attachment") || !strings.Contains(rejects.text, "'=1+1") {
			t.Errorf("%v %s", rejects.header, rejects.text)
		}
		if feed := h.must("bob", "GET", "/api/v1/feed", nil); !strings.Contains(feed.text, "insight.imported") || !strings.Contains(feed.text, "reviews.csv") {
			t.Errorf("the feed does not tell it: %s", feed.text)
		}
		if all := h.must("fac", "GET", "/api/v1/insight-imports", nil).items(); len(all) != 1 {
			t.Errorf("%d imports", len(all))
		}
		h.must("fac", "DELETE", path, nil)
		h.work()
		if undone := h.must("fac", "GET", path, nil); undone.body["state"] != "undone" || len(h.must("bob", "GET", "/api/v1/insights", nil).items()) != 0 {
			t.Errorf("undone: %s", undone.text)
		}
	})
}

func TestUploadsOverHTTP(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t, testkit.NewClock()), testkit.NewClock())
	if got := h.upload("fac", "name=x.csv", ""); got.status != 422 {
		t.Errorf("an empty file: %d %s", got.status, got.text)
	}
	if got := h.upload("fac", "name=x.csv", "PK\x03\x04"); got.status != 415 {
		t.Errorf("a spreadsheet: %d %s", got.status, got.text)
	}
	if got := h.upload("ann", "name=x.csv", "quote\nx\n"); got.status != 403 {
		t.Errorf("a member: %d %s", got.status, got.text)
	}
	if got := h.ask("fac", "POST", "/api/v1/insight-imports?name=x.csv", "quote\n"); got.status != 415 {
		t.Errorf("as JSON: %d %s", got.status, got.text)
	}
	// Without a length the limit is found out while it streams.
	request, err := http.NewRequest("POST", h.http.URL+"/api/v1/insight-imports?name=x.csv", &endless{rest: 200<<20 + 100<<10})
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/csv")
	request.Header.Set("Authorization", "Bearer "+h.tokens["fac"])
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 413 {
		text, _ := io.ReadAll(response.Body)
		t.Errorf("more than 200 MB: %d %s", response.StatusCode, text)
	}
	if all := h.must("fac", "GET", "/api/v1/insight-imports", nil).items(); len(all) != 0 {
		t.Errorf("%d uploads are left", len(all))
	}
	if got := h.upload("fac", "name="+esc("=évil\r\n\".csv"), "quote\nx\n"); got.status != 201 || got.body["name"] != "=évil \".csv" {
		t.Errorf("an odd name: %d %s", got.status, got.text)
	} else if file := h.must("fac", "GET", fmt.Sprintf("/api/v1/insight-imports/%s/rejects", got.id()), nil); !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment; filename*=") {
		t.Errorf("saved as %q", file.header.Get("Content-Disposition"))
	}
}

// endless is a file of one row after another.
type endless struct{ rest int }

func (e *endless) Read(p []byte) (int, error) {
	if e.rest <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.rest)
	copy(p, bytes.Repeat([]byte("a row\n"), n/6+1))
	e.rest -= n
	return n, nil
}
