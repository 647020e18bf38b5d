// Package replay keeps the answer to a request that carries an Idempotency-Key, so that the same request sent again (a phone in a
// lift) gets the same answer and makes no second row. It imports db, policy and fault.
package replay
