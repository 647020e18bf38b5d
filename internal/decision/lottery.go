package decision

import (
	"talkoot/internal/decision/tally"
)

// lottery is the seed of a closed round's lottery, joined from what it was opened with, the server's seed and the ballots.
func (d Decision) lottery(root string) (tally.Hash, error) {
	hash, err := d.configHash()
	if err != nil {
		return hash, err
	}
	seed, err := d.seed()
	if err != nil {
		return hash, err
	}
	over, err := tally.ParseHash(root)
	if err != nil {
		return hash, err
	}
	return tally.LotterySeed(hash, seed, over, nil), nil
}

func (d Decision) lotteryOrder(root string, conceptIDs []string) ([]string, error) {
	seed, err := d.lottery(root)
	return tally.LotteryOrder(seed, conceptIDs), err
}
