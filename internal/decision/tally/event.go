package tally

// Event is one entry of a round's chain; its kind stands under "e". docs/record.md has the table of all kinds.
type Event map[string]any

// Opened says by what a round will be counted and what the server has committed to.
func Opened(config, commitment Hash) Event {
	return Event{"e": "opened", "config": config, "commitment": commitment}
}

// Extended is the one announced extension, with the new time of closing as published.
func Extended(closesAt string) Event {
	return Event{"e": "extended", "closes_at": closesAt}
}

// Closed says how many took part, abstentions among them, and fixes their ballots.
func Closed(participants int, root Hash) Event {
	return Event{"e": "closed", "participants": participants, "root": root}
}

// Revealed shows the seed that was committed to at opening.
func Revealed(seed Seed) Event {
	return Event{"e": "seed", "server_seed": seed.String()}
}

// Counted holds the result of one cycle with all its figures, and the concepts that were withdrawn for it.
func Counted(cycle int, withdrawn []string, result Result) Event {
	return Event{"e": "result", "cycle": cycle, "withdrawn": list(withdrawn), "result": result}
}

// SecondRound takes up the chain of a second round over the split concepts.
func SecondRound(round string, head Hash) Event {
	return Event{"e": "second_round", "round": round, "head": head}
}

// RunoffHeld takes up the chain of a run-off over the tied concepts.
func RunoffHeld(round string, head Hash) Event {
	return Event{"e": "runoff", "round": round, "head": head}
}

// Lottery draws the seats a run-off left open: the lowest tickets win.
func Lottery(round string, seed Hash, tickets map[string]Hash, seats int, winners []string) Event {
	if tickets == nil {
		tickets = map[string]Hash{}
	}
	return Event{"e": "lottery", "round": round, "seed": seed, "tickets": tickets, "seats": seats, "winners": list(winners)}
}

// Proposed puts the shortlist of a cycle up for sign-off.
func Proposed(cycle int, shortlist []string) Event {
	return Event{"e": "proposed", "cycle": cycle, "shortlist": list(shortlist)}
}

// SignOff is one person's named vote on the proposed shortlist; concept and reason may be empty.
func SignOff(cycle int, person, choice, concept, reason string) Event {
	return Event{"e": "sign_off", "cycle": cycle, "person": person, "choice": choice, "concept": concept, "reason": reason}
}

// Signed holds the count of a cycle's named votes.
func Signed(cycle int, result Result) Event {
	return Event{"e": "signed", "cycle": cycle, "result": result}
}

// ObjectionDecided takes up the chain of the secret ballot on one objection and what became of it.
func ObjectionDecided(cycle int, round string, head Hash, concept, person, reason, status string) Event {
	return Event{
		"e": "objection", "cycle": cycle, "round": round, "head": head,
		"concept": concept, "person": person, "reason": reason, "status": status,
	}
}

// Outcome is the last event.
func Outcome(status string, shortlist []string) Event {
	return Event{"e": "outcome", "status": status, "shortlist": list(shortlist)}
}

// list never is null in JSON and never shares memory with the caller.
func list(ids []string) []string { return append([]string{}, ids...) }
