package app

import (
	"maps"
	"strings"
)

// answered does what the page of whoever made a change does with the answer: it is put where that thing is shown, and what the page
// knows to depend on it is read again.
func (p *pages) answered(m *mutation, again map[string]bool) {
	body := m.answer.body
	parts := strings.Split(strings.TrimPrefix(m.path, "/api/v1/"), "/")
	id := ""
	if len(parts) > 1 {
		id, _, _ = strings.Cut(parts[1], "?")
	}
	switch m.operation {
	case "voteIdea", "unvoteIdea", "voteConcept", "unvoteConcept":
		p.everywhere(strings.TrimSuffix(parts[0], "s"), id, func(row map[string]any) map[string]any { return with(row, "counts", maps.Clone(body)) })
	}
	for _, key := range ownKeys[m.operation] {
		filled, ok := fill(key, map[string]any{"ref": map[string]any{"id": id}, "challenge": at(body, "challenge", "id"),
			"summary": map[string]any{"target": map[string]any{"id": body["id"]}}})
		if !ok {
			continue
		}
		for name, one := range p.held {
			if under(filled, one.key) {
				again[name] = true
			}
		}
	}
}

// ownKeys are the queries that the page of whoever did it puts the answer into or reads again, beside what the envelope says. $id is
// that of the address, $target that of the answer. Each has its line in the front end, in features/*/queries.ts or in the component
// that sends the request.
var ownKeys = func() map[string][][]any {
	keys := func(list ...[]any) [][]any { return list }
	decided := keys([]any{"decision", "$id"}, []any{"decisions"}, []any{"me"})
	voted := keys([]any{"challenge"}, []any{"challenges"})
	imports := keys([]any{"insight-import", "$id"}, []any{"insight-imports"})
	followed := keys([]any{"commitment", "$id"}, []any{"commitments"})
	meToo := keys([]any{"sticking-point", "$id"}, []any{"sticking-points"}, []any{"touchpoint"}, []any{"journey-map"}, []any{"lineage"})
	concept := keys([]any{"concept", "$id"}, []any{"versions", "$id"}, []any{"concepts"})
	return map[string][][]any{
		"createIdea": keys([]any{"ideas", "$id"}, []any{"ideas", "mine"}, []any{"challenge", "$id"}, []any{"challenges"}, []any{"me"}), // showPosted
		"deleteIdea": keys([]any{"challenge", "$challenge"}, []any{"challenges"}, []any{"me"}),
		"voteIdea":   voted, "unvoteIdea": voted, "voteConcept": voted, "unvoteConcept": voted, // castVote
		"uploadInsights": imports, "configureInsightImport": imports, "startInsightImport": imports, "undoInsightImport": imports,
		"createChallenge": keys([]any{"challenges"}, []any{"me"}),
		"createDecision":  decided, "updateDecision": decided, "openDecision": decided, "closeDecision": decided, "extendDecision": decided,
		"enterProxy": decided, "signOff": decided, "openSecondRound": decided, "castBallot": append(keys([]any{"decision"}), decided...),
		"deleteDecision": keys([]any{"decisions"}, []any{"decision", "$id"}, []any{"lineage", "decision", "$id"}), "removeProxy": keys([]any{"decision", "$id"}), "signReasons": keys([]any{"reasons", "$id"}),
		"followCommitment": followed, "unfollowCommitment": followed,
		"sayMeToo": meToo, "unsayMeToo": meToo,
		"inviteAuthor": concept, "answerInvitation": concept, "removeAuthor": concept,
		"readNotices": keys([]any{"notices"}, []any{"me"}),
	}
}()
