package tally

import (
	"testing"
)

// TestEvents holds every event to the keys of docs/record.md.
func TestEvents(t *testing.T) {
	h, hex := Hash{}, Hash{}.String()
	result := must(Count(Rules{Method: Objection}, nil))(t)
	const counts = `{"counts":{"abstain":0,"dismiss":0,"uphold":0},"participants":0,"status":"upheld"}`
	for _, c := range []struct {
		event Event
		want  string
	}{
		{Opened(h, h), `{"commitment":"` + hex + `","config":"` + hex + `","e":"opened"}`},
		{Extended("2030-01-02T03:04:05Z"), `{"closes_at":"2030-01-02T03:04:05Z","e":"extended"}`},
		{Closed(7, h), `{"e":"closed","participants":7,"root":"` + hex + `"}`},
		{Revealed(Seed{}), `{"e":"seed","server_seed":"` + hex + `"}`},
		{Counted(2, []string{"c"}, result), `{"cycle":2,"e":"result","result":` + counts + `,"withdrawn":["c"]}`},
		{Counted(1, nil, result), `{"cycle":1,"e":"result","result":` + counts + `,"withdrawn":[]}`},
		{SecondRound("r2", h), `{"e":"second_round","head":"` + hex + `","round":"r2"}`},
		{RunoffHeld("r3", h), `{"e":"runoff","head":"` + hex + `","round":"r3"}`},
		{Lottery("r3", h, map[string]Hash{"b": h, "a": h}, 1, []string{"a"}),
			`{"e":"lottery","round":"r3","seats":1,"seed":"` + hex + `","tickets":{"a":"` + hex + `","b":"` + hex + `"},"winners":["a"]}`},
		{Lottery("r3", h, nil, 1, nil), `{"e":"lottery","round":"r3","seats":1,"seed":"` + hex + `","tickets":{},"winners":[]}`},
		{Proposed(1, nil), `{"cycle":1,"e":"proposed","shortlist":[]}`},
		{Proposed(1, []string{"b", "a"}), `{"cycle":1,"e":"proposed","shortlist":["b","a"]}`},
		{SignOff(1, "p", "block", "c", "why"), `{"choice":"block","concept":"c","cycle":1,"e":"sign_off","person":"p","reason":"why"}`},
		{SignOff(1, "p", "agree", "", ""), `{"choice":"agree","concept":"","cycle":1,"e":"sign_off","person":"p","reason":""}`},
		{Signed(1, result), `{"cycle":1,"e":"signed","result":` + counts + `}`},
		{ObjectionDecided(1, "r4", h, "c", "p", "why", "upheld"),
			`{"concept":"c","cycle":1,"e":"objection","head":"` + hex + `","person":"p","reason":"why","round":"r4","status":"upheld"}`},
		{Outcome("adopted", []string{"a"}), `{"e":"outcome","shortlist":["a"],"status":"adopted"}`},
		{Outcome("no_consensus", nil), `{"e":"outcome","shortlist":[],"status":"no_consensus"}`},
	} {
		if got := string(must(Canon(c.event))(t)); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestEveryEventMovesTheHead(t *testing.T) {
	heads := map[Hash]bool{}
	head := Hash{}
	for range 3 {
		head = must(Link(head, Extended("2030-01-02T03:04:05Z")))(t)
		if heads[head] {
			t.Error("the same head twice")
		}
		heads[head] = true
	}
}
