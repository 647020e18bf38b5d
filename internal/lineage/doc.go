// Package lineage keeps the links insight → sticking point → idea → concept → decision → commitment → effect, so that anyone can
// see what became of what they said. It imports db, activity and fault.
package lineage
