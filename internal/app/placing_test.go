package app

import (
	"net/http"
	"sync"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// However an insight meets the end of its touchpoint, it is posted, or its author is told that there is no such touchpoint.
func TestAnInsightMeetsTheEndOfItsTouchpoint(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		_, stage, _ := h.touchpoint("Kept")
		for range 8 {
			going := h.must("fac", "POST", "/api/v1/touchpoints", map[string]any{"stage": stage, "name": "Going"}).id()
			body := map[string]any{"quote": "Nobody called back.", "source_kind": "review", "sentiment": -1, "touchpoint": going}
			var both sync.WaitGroup
			var posted, deleted answer
			both.Go(func() { posted = h.ask("ann", "POST", "/api/v1/insights", body) })
			both.Go(func() { deleted = h.ask("fac", "DELETE", "/api/v1/touchpoints/"+going+"?to=none", nil) })
			both.Wait()
			if posted.status != http.StatusCreated && posted.status != http.StatusUnprocessableEntity {
				t.Errorf("posted: %d %s", posted.status, posted.text)
			}
			if deleted.status != http.StatusNoContent {
				t.Errorf("deleted: %d %s", deleted.status, deleted.text)
			}
		}
	})
}
