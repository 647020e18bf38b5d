// Package faults breaks a running Talkoot on purpose and counts what is lost. It is what `make faults` runs and never part of the
// product: clients that keep a ledger of every request, readers that keep every envelope, the faults themselves, and the comparison
// after healing. It starts the real binary, PostgreSQL and NATS as processes of its own and ends those alone.
package faults
