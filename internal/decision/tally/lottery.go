package tally

import "slices"

// LotterySeed joins what nobody could choose alone: the server committed to its seed before the members' ballots, with
// their nonces, made the root. The beacon is public randomness, empty unless one was configured.
func LotterySeed(config Hash, seed Seed, root Hash, beacon []byte) Hash {
	return hash(kindLottery, config[:], seed[:], root[:], beacon)
}

// Ticket is a concept's place in the lottery: lower is better.
func Ticket(seed Hash, id string) Hash { return hash(kindTicket, seed[:], []byte(id)) }

// LotteryOrder sorts ids by their tickets, best first.
func LotteryOrder(seed Hash, ids []string) []string {
	tickets := make(map[string]Hash, len(ids))
	for _, id := range ids {
		tickets[id] = Ticket(seed, id)
	}
	order := slices.Clone(ids)
	slices.SortFunc(order, func(a, b string) int { return compareHashes(tickets[a], tickets[b]) })
	return order
}

// ParseSeed reads what Seed.String writes.
func ParseSeed(s string) (Seed, error) {
	h, err := ParseHash(s)
	return Seed(h), err
}
