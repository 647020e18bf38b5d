package app

import (
	"reflect"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// A page asks for the company first. With a session the answer brings the person too, and the number from which on the live channel
// tells what has changed since.
func TestCompanyBringsWhoAsks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		nobody := h.must("", "GET", "/api/v1/company", nil)
		if nobody.body["signed_in"] != false || nobody.body["me"] != nil || nobody.body["seq"] != nil {
			t.Fatalf("nobody is told %v", nobody.body)
		}
		before := h.must("ann", "GET", "/api/v1/company", nil)
		h.idea("ann", h.challenge(), "An idea")
		after := h.must("ann", "GET", "/api/v1/company", nil)
		if after.body["signed_in"] != true || !reflect.DeepEqual(after.body["me"], any(h.must("ann", "GET", "/api/v1/me", nil).body)) {
			t.Fatalf("Ann is told %v", after.body)
		}
		feed := h.must("ann", "GET", "/api/v1/feed?limit=1", nil)
		if after.body["seq"] != feed.body["seq"] || after.body["seq"].(float64) <= before.body["seq"].(float64) {
			t.Fatalf("the number is %v, before %v, the log's is %v", after.body["seq"], before.body["seq"], feed.body["seq"])
		}
	})
}
