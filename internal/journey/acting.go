package journey

import (
	"math/bits"

	"talkoot/internal/activity"
)

// seed says that something stands on a touchpoint or grew directly from an insight there.
type seed struct {
	TouchpointID string
	Kind         activity.Kind
	ID           string
}

// edge is a step of the line, from the earlier to the later thing.
type edge struct {
	FromKind activity.Kind
	FromID   string
	ToKind   activity.Kind
	ToID     string
}

// acting says on which touchpoints things act: a set of touchpoints for each thing, as bits.
type acting struct {
	touchpoints []string
	numbers     map[string]int
	on          map[activity.Ref][]uint64
}

// spread carries each seed's touchpoint along the edges as far as they lead. Circles, if there are any, end.
func spread(seeds []seed, edges []edge) *acting {
	a := &acting{numbers: map[string]int{}, on: map[activity.Ref][]uint64{}}
	for _, s := range seeds {
		if _, ok := a.numbers[s.TouchpointID]; !ok {
			a.numbers[s.TouchpointID] = len(a.touchpoints)
			a.touchpoints = append(a.touchpoints, s.TouchpointID)
		}
	}
	next := map[activity.Ref][]activity.Ref{}
	for _, e := range edges {
		from := activity.Ref{Kind: e.FromKind, ID: e.FromID}
		next[from] = append(next[from], activity.Ref{Kind: e.ToKind, ID: e.ToID})
	}
	var queue []activity.Ref
	for _, s := range seeds {
		ref := activity.Ref{Kind: s.Kind, ID: s.ID}
		if n := a.numbers[s.TouchpointID]; a.set(ref)[n/64]&(1<<(n%64)) == 0 {
			a.set(ref)[n/64] |= 1 << (n % 64)
			queue = append(queue, ref)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		from := a.set(queue[0])
		for _, ref := range next[queue[0]] {
			to, grew := a.set(ref), false
			for n := range to {
				grew = grew || from[n]&^to[n] != 0
				to[n] |= from[n]
			}
			if grew {
				queue = append(queue, ref)
			}
		}
	}
	return a
}

func (a *acting) set(ref activity.Ref) []uint64 {
	if a.on[ref] == nil {
		a.on[ref] = make([]uint64, (len(a.touchpoints)+63)/64)
	}
	return a.on[ref]
}

// ids are the things of a kind that act anywhere.
func (a *acting) ids(kind activity.Kind) []string {
	var ids []string
	for ref := range a.on {
		if ref.Kind == kind {
			ids = append(ids, ref.ID)
		}
	}
	return ids
}

// each calls fn with every touchpoint that a thing acts on.
func (a *acting) each(ref activity.Ref, fn func(touchpoint string)) {
	for n, word := range a.on[ref] {
		for ; word != 0; word &= word - 1 {
			fn(a.touchpoints[n*64+bits.TrailingZeros64(word)])
		}
	}
}
