// Package bus carries short messages between the replicas over NATS: "look at the log", "this session has ended", and who looks at
// what just now. Without an address the NATS server runs inside this process; with one the replicas share it. NATS is a doorbell and
// the database is the truth: what is lost here costs a reader two seconds, never an event, and a NATS that is away stops neither the
// start nor a write. It imports nats and nothing of ours.
package bus
