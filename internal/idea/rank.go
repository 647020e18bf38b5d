package idea

import (
	"math/bits"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/policy"
)

// Score is what the sort "top" goes by: the supporters, or with stances those who agree less those who disagree.
func Score(mode policy.VoteMode, c activity.Counts) int {
	if mode == policy.Stance {
		return c.Agree - c.Disagree
	}
	return c.Agree
}

// doubling is what twice the score is worth against age, in seconds: half a day, so that an idea of today with 3 supporters
// stands beside one of yesterday with 15.
const doubling = 43_200

// Hot is what the sort "hot" goes by, larger first:
//
//	hot = seconds of created_at since 1970 + sign(score) · 43200 · log2(1 + |score|)
//
// Age counts through the moment of posting alone, so the number changes with votes and never with time, and an index can hold it. The
// idea is Reddit's (the published _sorts.pyx: log10 of the score plus age in units of 12.5 hours); the pace is a company's. The
// logarithm is in integers, straight between powers of two, so both databases and every machine sort alike.
func Hot(created time.Time, score int) int64 {
	size := uint64(max(score, -score)) + 1
	power := bits.Len64(size) - 1
	boost := int64(power)*doubling + int64((size-1<<power)*doubling>>power)
	if score < 0 {
		boost = -boost
	}
	return created.Unix() + boost
}
