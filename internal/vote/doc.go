// Package vote keeps exactly one vote a person on a thing, whatever the races, and its counts. It is a foundation, because ideas and
// concepts are voted on alike and siblings never meet. It imports db, activity, policy and fault.
package vote
