// Package activity is the append-only log of what became visible, with a gapless number for each entry. The feed, the live
// channel and every later reader (notices, webhooks) read this one log. It imports db, policy and fault.
package activity
