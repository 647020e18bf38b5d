package live_test

import (
	"testing"
	"time"
)

// The age begins anew with every look at the log, and grows once nobody looks: what readiness asks for.
func TestAgeIsSinceTheLastLook(t *testing.T) {
	w, _ := smallWorld(t)
	r := w.replica(nil, nil) // looks every 10 ms
	until := func(what string, is func() bool) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: never", what)
			}
		}
	}
	before := r.hub.Age()
	until("it looks again", func() bool { now := r.hub.Age(); again := now < before; before = now; return again })
	r.cancel()
	until("nobody looks any more", func() bool { return r.hub.Age() > time.Second })
}
