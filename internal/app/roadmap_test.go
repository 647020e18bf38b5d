package app

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// photo is a JPEG as a body to send.
func photo(width, height int) string {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, width, height)), nil); err != nil {
		panic(err)
	}
	return b.String()
}

const octets = "application/octet-stream"

// From a metric to a commitment that is done because it is measured, and what everybody hears of it.
func TestDoneMeansMeasured(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		_, _, touchpoint := h.touchpoint("Invoice arrives")
		metric := h.must("fac", "POST", "/api/v1/metrics", map[string]any{"touchpoint": touchpoint, "kind": "csat", "name": "CSAT"})
		series := "/api/v1/metrics/" + metric.id()
		if metric.body["unit"] != "%" || metric.header.Get("ETag") != `"1"` || at(metric.body, "touchpoint", "title") != "Invoice arrives" {
			t.Errorf("made: %s", metric.text)
		}
		got := h.must("fac", "PUT", series+"/points", map[string]any{"points": []map[string]any{{"on": "2026-08-01", "satisfied": 3, "answers": 10}, {"on": "2026-08-02", "value": 41.5}}})
		points := got.body["points"].([]any)
		if first := points[0].(map[string]any); first["value"] != 30.0 || first["low"] == nil || first["satisfied"] != 3.0 {
			t.Errorf("counted: %v", first)
		}
		if second := points[1].(map[string]any); second["value"] != 41.5 || second["low"] != nil {
			t.Errorf("told: %v", second)
		}
		file := h.must("fac", "POST", series+"/points", "\ufeffpäivä;tyytyväiset;vastaukset\n1.8.2026;4;10\n1.11.2026;8;10\n", "Content-Type", "text/csv")
		if file.body["added"] != 1.0 || file.body["replaced"] != 1.0 || len(file.body["errors"].([]any)) != 0 {
			t.Errorf("imported: %s", file.text)
		}
		wrong := h.must("fac", "POST", series+"/points", "date,value\n2026-09-01,50\n2026-09-02,much\n", "Content-Type", "text/csv")
		if fmt.Sprint(wrong.body["errors"]) != `[map[line:3 reason:"much" is no number.]]` || len(h.must("bob", "GET", series, nil).body["points"].([]any)) != 3 {
			t.Errorf("half a file: %s", wrong.text)
		}
		for name, c := range map[string]struct {
			who, method, path string
			body              any
			status            int
		}{
			"no member":       {"ann", "PUT", series + "/points", map[string]any{"points": []map[string]any{{"on": "2026-08-01", "value": 1}}}, 403},
			"the future":      {"fac", "PUT", series + "/points", map[string]any{"points": []map[string]any{{"on": "2027-08-01", "value": 1}}}, 422},
			"no such day":     {"fac", "PUT", series + "/points", map[string]any{"points": []map[string]any{{"on": "2026-02-30", "value": 1}}}, 422},
			"twice":           {"fac", "PUT", series + "/points", map[string]any{"points": []map[string]any{{"on": "2026-08-05", "value": 1}, {"on": "2026-08-05", "value": 2}}}, 422},
			"none":            {"fac", "PUT", series + "/points", map[string]any{"points": []map[string]any{}}, 422},
			"no number":       {"fac", "PUT", series + "/points", `{"points":[{"on":"2026-08-01","value":1e999}]}`, 422},
			"no such metric":  {"fac", "GET", "/api/v1/metrics/nowhere", nil, 404},
			"another kind":    {"fac", "POST", "/api/v1/metrics", map[string]any{"touchpoint": touchpoint, "kind": "mood", "name": "x"}, 422},
			"nowhere":         {"fac", "POST", "/api/v1/metrics", map[string]any{"touchpoint": "nowhere", "kind": "own", "name": "x"}, 422},
			"a worse promise": {"fac", "POST", "/api/v1/metrics", map[string]any{"touchpoint": touchpoint, "kind": "nps", "name": "x", "better": "lower"}, 422},
		} {
			if got := h.ask(c.who, c.method, c.path, c.body); got.status != c.status && !(name == "no number" && got.status == 400) {
				t.Errorf("%s: %d %s", name, got.status, got.text)
			}
		}
		if got := h.ask("fac", "POST", series+"/points", strings.Repeat("x", 10<<20+1), "Content-Type", "text/csv"); got.status != 413 {
			t.Errorf("a large file: %d", got.status)
		}

		promise := h.must("fac", "POST", "/api/v1/commitments", map[string]any{"challenge": h.challenge(), "title": "Plain words", "owner": h.ids["ann"], "due_on": "2026-11-07"})
		path := "/api/v1/commitments/" + promise.id()
		if promise.body["late_days"] != 9.0 || promise.body["followers"] != 0.0 || promise.body["following"] != false {
			t.Errorf("made: %s", promise.text)
		}
		got = h.ask("ann", "PATCH", path, map[string]any{"status": "done"}, "If-Match", `"1"`)
		for _, field := range []string{"effect.before", "effect.after", "effect.measure_on"} {
			if got.status != 422 || !strings.Contains(got.text, field) {
				t.Errorf("done without %s: %d %s", field, got.status, got.text)
			}
		}
		effect := func(after any) map[string]any {
			return map[string]any{"metric": metric.id(), "before": map[string]any{"value": 40, "on": "2026-08-01"}, "after": after, "measure_on": "2026-11-01"}
		}
		if got := h.ask("ann", "PATCH", path, map[string]any{"effect": effect(map[string]any{"value": 80, "on": "2026-11-02"})}, "If-Match", `"1"`); got.status != 422 || !strings.Contains(got.text, "effect.after") {
			t.Errorf("a day that was not measured: %d %s", got.status, got.text)
		}
		h.must("bob", "PUT", path+"/follow", nil)
		if got := h.must("bob", "PUT", path+"/follow", nil); got.body["followers"] != 1.0 || got.body["following"] != true {
			t.Errorf("followed twice: %s", got.text)
		}
		done := h.must("ann", "PATCH", path, map[string]any{"status": "done", "effect": effect(map[string]any{"value": 80, "on": "2026-11-01"})}, "If-Match", `"1"`)
		if at(done.body, "effect", "verdict") != "better" || at(done.body, "effect", "unit") != "%" || at(done.body, "stage", "title") == nil || done.body["late_days"] != 0.0 || done.body["followers"] != 1.0 {
			t.Errorf("done: %s", done.text)
		}
		if got := h.ask("fac", "DELETE", series, nil); got.status != 409 || got.body["code"] != "in_use" {
			t.Errorf("the metric it is measured by: %d %s", got.status, got.text)
		}
		if got := h.ask("fac", "DELETE", series+"/points/2026-11-01", nil); got.status != 409 {
			t.Errorf("the measurement it stands on: %d", got.status)
		}
		h.must("fac", "DELETE", series+"/points/2026-08-02", nil)
		if list := h.must("bob", "GET", series, nil).body["commitments"].([]any); len(list) != 1 || list[0].(map[string]any)["measure_on"] != "2026-11-01" {
			t.Errorf("acting there: %v", list)
		}
		if sum := h.must("bob", "GET", "/api/v1/commitments/summary", nil).body; sum["promised"] != 1.0 || sum["kept"] != 1.0 || sum["measured"] != 1.0 || sum["better"] != 1.0 {
			t.Errorf("promises: %v", sum)
		}
		if got := h.must("bob", "DELETE", path+"/follow", nil); got.body["followers"] != 0.0 {
			t.Errorf("not followed any more: %s", got.text)
		}
		if got := h.must("bob", "GET", "/api/v1/touchpoints/"+touchpoint+"/overview", nil); len(got.body["metrics"].([]any)) != 1 {
			t.Errorf("on the touchpoint: %s", got.text)
		}
		var story []string
		for _, e := range h.must("bob", "GET", "/api/v1/feed?limit=100", nil).items() {
			if kind := e["kind"].(string); strings.HasPrefix(kind, "metric.") || strings.HasPrefix(kind, "commitment.") {
				story = append([]string{kind}, story...)
			}
		}
		// Two ways of measuring on one day are one story.
		if want := "metric.added metric.measured commitment.made commitment.measured"; strings.Join(story, " ") != want {
			t.Errorf("the feed: %v", story)
		}
	})
}

func TestNewsWithPictures(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		promise := h.must("fac", "POST", "/api/v1/commitments", map[string]any{"challenge": h.challenge("audience", []string{"Sales", "Design"}), "title": "Plain words", "owner": h.ids["ann"]})
		path := "/api/v1/commitments/" + promise.id() + "/updates"
		up := h.must("ann", "POST", "/api/v1/pictures", photo(3200, 1600), "Content-Type", octets)
		if up.body["width"] != 1600.0 || up.body["height"] != 800.0 {
			t.Errorf("uploaded: %s", up.text)
		}
		url := up.body["url"].(string)
		sent := h.must("ann", "GET", url, nil)
		if sent.header.Get("Content-Type") != "image/jpeg" || !strings.Contains(sent.header.Get("Cache-Control"), "private") || !strings.Contains(sent.header.Get("Cache-Control"), "max-age=31536000") ||
			sent.header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(sent.text, "\xff\xd8\xff") {
			t.Errorf("sent: %v", sent.header)
		}
		if got := h.ask("fac", "GET", url, nil); got.status != 404 {
			t.Errorf("before it is shown: %d", got.status)
		}
		for name, c := range map[string]struct {
			who   string
			body  map[string]any
			field string
		}{
			"no words":         {"ann", map[string]any{"body": "  "}, "body"},
			"not described":    {"ann", map[string]any{"body": "x", "picture": up.id()}, "picture_alt"},
			"somebody else's":  {"fac", map[string]any{"body": "x", "picture": up.id(), "picture_alt": "x"}, "picture"},
			"no such picture":  {"ann", map[string]any{"body": "x", "picture": "nothing", "picture_alt": "x"}, "picture"},
			"nothing to alter": {"ann", map[string]any{"body": "x", "picture_alt": "x"}, "picture_alt"},
		} {
			if got := h.ask(c.who, "POST", path, c.body); got.status != 422 || !strings.Contains(got.text, `"`+c.field+`"`) {
				t.Errorf("%s: %d %s", name, got.status, got.text)
			}
		}
		if got := h.ask("bob", "POST", path, map[string]any{"body": "x"}); got.status != 403 {
			t.Errorf("neither owner nor facilitator: %d", got.status)
		}
		told := h.must("ann", "POST", path, map[string]any{"body": "**Half** of it", "picture": up.id(), "picture_alt": "A wall of letters"}, "Idempotency-Key", "k1")
		again := h.must("ann", "POST", path, map[string]any{"body": "**Half** of it", "picture": up.id(), "picture_alt": "A wall of letters"}, "Idempotency-Key", "k1")
		if told.id() != again.id() || !strings.Contains(told.body["body_html"].(string), "<strong>Half</strong>") {
			t.Errorf("told: %s", told.text)
		}
		h.must("fac", "POST", path, map[string]any{"body": "Second"})
		list := h.must("bob", "GET", path+"?limit=1", nil)
		if list.items()[0]["body"] != "Second" || list.body["next"] == nil {
			t.Errorf("newest first: %s", list.text)
		}
		list = h.must("bob", "GET", path+"?limit=1&cursor="+list.body["next"].(string), nil)
		if at(list.items()[0], "picture", "url") != url || list.items()[0]["picture_alt"] != "A wall of letters" || list.body["next"] != nil {
			t.Errorf("the first: %s", list.text)
		}
		h.must("bob", "GET", url, nil)
		if got := h.ask("cia", "GET", url, nil); got.status != 404 {
			t.Errorf("for whom the challenge is not: %d", got.status)
		}
		for name, c := range map[string]struct {
			body, kind string
			status     int
		}{
			"an SVG":          {`<svg xmlns="http://www.w3.org/2000/svg"/>`, octets, 415},
			"a page":          {"<html></html>", octets, 415},
			"half a picture":  {photo(300, 300)[:400], octets, 422},
			"as another type": {photo(3, 3), "image/jpeg", 415},
			"too large":       {strings.Repeat("x", 8<<20+1), octets, 413},
		} {
			if got := h.ask("ann", "POST", "/api/v1/pictures", c.body, "Content-Type", c.kind); got.status != c.status {
				t.Errorf("%s: %d %s", name, got.status, got.text)
			}
		}
	})
}
