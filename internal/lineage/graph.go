package lineage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Bounds of a graph: nodes in all, and insights shown one by one at each thing.
const (
	maxNodes  = 2000
	strongest = 10
)

// Node is one thing of a graph, with whom it is owed to.
type Node struct {
	activity.Ref
	Title       string
	Status      string    // of what has one; of an effect how it came out: better, worse or same
	At          time.Time // when it came to be
	ChallengeID string    // empty for what belongs to none
	People      []string  // ids: its author, or its owner and accepted co-authors; nobody for what came out of a file
	Count       int       // above 0: no insight, but this many of them beyond the strongest of the thing with this id
}

// EdgeKind says how one thing came from another.
type EdgeKind string

// The kinds of edges.
const (
	Grew      EdgeKind = "grew"
	Merged    EdgeKind = "merged"    // the first lives on in the second
	Candidate EdgeKind = "candidate" // a concept that stood on a decision's ballot
	Chosen    EdgeKind = "chosen"    // what a decision put on the roadmap, from the decision and from the concept
)

// Edge leads from the earlier to the later thing.
type Edge struct {
	From, To activity.Ref
	Kind     EdgeKind
}

// Graph is what one reader may see, earlier things first.
type Graph struct {
	Nodes   []Node
	Edges   []Edge
	Credits []string // ids of everyone whose contribution is in it, each once, the earliest first
	More    int      // nodes left out because there are too many
}

// kindOrder is the order of the line.
var kindOrder = []activity.Kind{activity.KindInsight, activity.KindStickingPoint, activity.KindIdea, activity.KindConcept, activity.KindDecision,
	activity.KindCommitment, activity.KindEffect}

func edgeKind(l Link) EdgeKind {
	switch {
	case l.FromKind == l.ToKind:
		return Merged
	case l.ToKind == activity.KindDecision:
		return Candidate
	case l.ToKind == activity.KindCommitment:
		return Chosen
	}
	return Grew
}

// Graph draws everything that ref grew from and everything that grew from it. What the reader may not see is left out, and with it
// what is reached through it alone: a line with a gap in it would tell that something hidden is there.
func (s *Service) Graph(ctx context.Context, actor policy.Actor, ref activity.Ref) (g Graph, err error) {
	ref, err = about(actor, ref)
	if err != nil {
		return g, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := see(tx, policy.ScopeOf(actor), ref, true, nodesOf)
		if err != nil {
			return err
		}
		g, err = v.draw(tx, v.upstream)
		return err
	})
	return g, err
}

// Around lists the things behind ref that the reader may see, and where back is set those before it, nearest first, insights left out:
// what a page names of its lineage. ref itself need not be checked before; where it is out of sight there is nothing around it.
func (s *Service) Around(tx *db.Tx, actor policy.Actor, ref activity.Ref, back bool) ([]activity.Link, error) {
	v, err := see(tx, policy.ScopeOf(actor), ref, back, namesOf)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	var around []activity.Link
	for _, r := range v.order {
		if n := v.nodes[r]; r != ref {
			around = append(around, activity.Link{Kind: n.Kind, ID: n.ID, Title: n.Title})
		}
	}
	return around, err
}

// view is what one reader sees around a thing.
type view struct {
	nodes    map[activity.Ref]Node
	order    []activity.Ref // of nodes, nearest first
	upstream []activity.Ref // the thing and what it grew from, where insights are looked for
	links    []Link
	more     int
}

// see goes onward from ref, and back where that is asked for, and keeps what the reader may see; nodes reads that.
func see(tx *db.Tx, scope policy.Scope, ref activity.Ref, withBack bool, nodes func(*db.Tx, policy.Scope, []activity.Ref) (map[activity.Ref]Node, error)) (*view, error) {
	start := []activity.Ref{ref}
	backLinks, onLinks, err := around(tx, ref, maxNodes, withBack)
	if err != nil {
		return nil, err
	}
	backLinks, back := backward.nearest(backLinks, ref)
	onLinks, on := forward.nearest(onLinks, ref)
	v := &view{links: append(backLinks, onLinks...)}
	seen, err := nodes(tx, scope, slices.Concat(start, back, on))
	if err != nil {
		return nil, err
	}
	if _, ok := seen[ref]; !ok {
		return nil, missing(ref.Kind)
	}
	v.nodes = map[activity.Ref]Node{ref: seen[ref]}
	v.order, v.upstream = start, start
	reached := backward.reached(backLinks, ref, seen)
	v.upstream = append(slices.Clone(start), reached...)
	for _, r := range append(reached, forward.reached(onLinks, ref, seen)...) {
		if _, ok := v.nodes[r]; ok {
			continue
		}
		if len(v.nodes) >= maxNodes {
			v.more++
			continue
		}
		v.nodes[r] = seen[r]
		v.order = append(v.order, r)
	}
	return v, nil
}

// reached lists what links lead to from ref through nothing but what is seen, in the order of the links.
func (d direction) reached(links []Link, ref activity.Ref, seen map[activity.Ref]Node) []activity.Ref {
	ok := map[activity.Ref]bool{ref: true}
	var list []activity.Ref
	// Links are nearest first, but a thing may be reached by a longer way too: once round is not enough where the nearer way is out of sight.
	for again := true; again; {
		again = false
		for _, l := range links {
			here, there := d.ends(l)
			if _, visible := seen[there]; visible && ok[here] && !ok[there] {
				ok[there], again = true, true
				list = append(list, there)
			}
		}
	}
	return list
}

// draw completes a view: insights at each of at, edges, effects, credits.
func (v *view) draw(tx *db.Tx, at []activity.Ref) (Graph, error) {
	g := Graph{More: v.more}
	inLinks, err := linksInto(tx, v.order, activity.KindDecision, activity.KindCommitment)
	if err != nil {
		return g, err
	}
	strong, bundles, insightLinks, err := insightsOf(tx, at, max(0, maxNodes-len(v.nodes)))
	if err != nil {
		return g, err
	}
	for _, n := range strong {
		v.nodes[n.Ref] = n
	}
	done := map[Edge]bool{}
	edge := func(e Edge) {
		_, from := v.nodes[e.From]
		if _, to := v.nodes[e.To]; from && to && !done[e] {
			done[e] = true
			g.Edges = append(g.Edges, e)
		}
	}
	for _, b := range bundles {
		g.Nodes = append(g.Nodes, b.Node)
		g.Edges = append(g.Edges, Edge{From: b.Ref, To: b.of, Kind: Grew})
	}
	for _, l := range slices.Concat(v.links, inLinks, insightLinks) {
		edge(Edge{From: l.From(), To: l.To(), Kind: edgeKind(l)})
	}
	for _, n := range v.nodes {
		g.Nodes = append(g.Nodes, n)
	}
	effects, err := effectsOf(tx, v.order)
	if err != nil {
		return g, err
	}
	for _, n := range effects {
		g.Nodes = append(g.Nodes, n)
		g.Edges = append(g.Edges, Edge{From: activity.Ref{Kind: activity.KindCommitment, ID: n.ID}, To: n.Ref, Kind: Grew})
	}
	g.sort()
	return g, nil
}

// sort puts everything in its order and gathers the credits.
func (g *Graph) sort() {
	slices.SortFunc(g.Nodes, func(a, b Node) int {
		return cmp.Or(cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)), cmp.Compare(min(a.Count, 1), min(b.Count, 1)),
			a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(g.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(slices.Index(kindOrder, a.From.Kind), slices.Index(kindOrder, b.From.Kind)), cmp.Compare(a.From.ID, b.From.ID),
			cmp.Compare(slices.Index(kindOrder, a.To.Kind), slices.Index(kindOrder, b.To.Kind)), cmp.Compare(a.To.ID, b.To.ID))
	})
	credited := map[string]bool{}
	for _, n := range g.Nodes {
		for _, id := range n.People {
			if !credited[id] {
				credited[id] = true
				g.Credits = append(g.Credits, id)
			}
		}
	}
}
