package tally

import (
	"slices"
	"strings"
	"testing"
)

// TestLotteryTakesEverybodysShare: whatever goes into the seed changes it, and with it the tickets.
func TestLotteryTakesEverybodysShare(t *testing.T) {
	config, root, seed := Leaf([]byte("c")), Leaf([]byte("r")), Seed(Leaf([]byte("s")))
	seen := map[Hash]string{}
	for name, h := range map[string]Hash{
		"plain":          LotterySeed(config, seed, root, nil),
		"another config": LotterySeed(root, seed, root, nil),
		"another seed":   LotterySeed(config, Seed(root), root, nil),
		"another root":   LotterySeed(config, seed, config, nil),
		"a beacon":       LotterySeed(config, seed, root, []byte{0}),
	} {
		if other, twice := seen[h]; twice {
			t.Errorf("%s and %s are the same lottery", name, other)
		}
		seen[h] = name
		if Ticket(h, "a") == Ticket(h, "b") {
			t.Errorf("%s: two concepts have one ticket", name)
		}
	}
	if LotterySeed(config, seed, root, nil) != LotterySeed(config, seed, root, []byte{}) {
		t.Error("no beacon and an empty one differ")
	}
}

func TestLotteryOrderIsByTicket(t *testing.T) {
	seed := Leaf([]byte("seed"))
	given := []string{"a", "b", "c", "d", "e", "f"}
	ids := slices.Clone(given)
	order := LotteryOrder(seed, ids)
	if !slices.Equal(ids, given) {
		t.Error("the caller's list was reordered")
	}
	if !slices.IsSortedFunc(order, func(a, b string) int {
		return strings.Compare(Ticket(seed, a).String(), Ticket(seed, b).String())
	}) || len(order) != len(ids) {
		t.Errorf("got %v", order)
	}
	slices.Reverse(ids)
	if again := LotteryOrder(seed, ids); !slices.Equal(again, order) {
		t.Errorf("the order they are given in decides: %v, %v", order, again)
	}
	// Every concept can be first: over many seeds each is, about as often as the others.
	first := map[string]int{}
	for i := range 6000 {
		first[LotteryOrder(Leaf([]byte{byte(i), byte(i >> 8)}), given)[0]]++
	}
	for _, id := range given {
		if first[id] < 850 || first[id] > 1150 {
			t.Errorf("%s was first %d times in 6000", id, first[id])
		}
	}
}

func TestParseSeed(t *testing.T) {
	seed := Seed(Leaf([]byte("seed")))
	if back := must(ParseSeed(seed.String()))(t); back != seed {
		t.Errorf("%s came back as %s", seed, back)
	}
	for _, bad := range []string{"", seed.String()[1:], strings.ToUpper(seed.String()), "x" + seed.String()[1:]} {
		if got, err := ParseSeed(bad); err == nil || got != (Seed{}) {
			t.Errorf("%q was read as %s", bad, got)
		}
	}
}
