package demo

// The ballots of the story, one a line in the order of the panel; see marked. What they come to is tested, because the pictures show it.

const (
	twiceBallots = "1-2-34 2-1-3 1-23-4 12-4-3 3-1-2 1-2-3-4 2-13-5"
	// Four of seven so far.
	promisesBallots = "1-23-4 21-3 1-3-2-6 3-1-24"
	// Single transferable votes: a surplus moves on at a quarter of its value, and an exclusion carries those quarters further.
	learnBallots = "1-4-2-8 6-1-4 1-5-6 1-2-4-8 1-8-2 4-2-7 2-4-3 4-3-2 6-4-1 5-6-1 3-2-4-9"
	// Ticks: the third place lies between the third and the fourth concept.
	mendBallots = "123 12 134 24 1235 1246"
	mendAbsent  = "1346"
	mendHoliday = "12 134 26"
	mendRunoff  = "3 4 3 34 4 4 3"
	// Dots, six each and three at most on one.
	seeBallots   = "220020 310020 121020 032001 201030 200130 131010"
	seeObjection = "uphold uphold uphold dismiss uphold abstain uphold"
	// Stars: the panel is of two minds about the early hours and of one about the signatures.
	stopBallots = "515310 525200 034410 025301 524120 015411 505202"
)
