// Package live carries the activity log to the browsers: one pump for each replica reads what is new ONCE, and a hub hands it to
// the websockets whose readers may see it. NATS only wakes the pump; a lost bell costs a reader two seconds, never an event.
//
// What a reader can rely on: numbers only grow; nothing they may see is left out, except a count that a newer count of the same
// thing replaced; nothing comes twice, also across reconnects with the last number seen. Each socket has a cursor of its own in the
// log. A socket that is behind (it has just come back, or a burst was quicker than its line) reads the log itself until it has
// reached the pump, and joins it there under the hub's lock, so that there is neither a gap nor a double.
//
// Beside the log it tells those who look at the same idea, concept or touchpoint who else does and who writes there: presence.go for
// one replica, gossip.go between them. That is no event: it has no number, is never resumed, and costs nothing where nobody looks.
//
// It imports activity, bus, policy and fault. Names of people, audiences of challenges, rights to things and ends of sessions come
// through interfaces that package app joins.
package live
