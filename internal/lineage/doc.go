// Package lineage keeps the links insight → sticking point → idea → concept → decision → commitment → effect, so that anyone can
// see what became of what they said: it walks them, draws the graph that one reader may see, finds the evidence behind a thing and
// ties and unties evidence. It imports db, activity, policy and fault; challenges and ballots are reached through the interfaces in
// service.go, titles are read from the other rooms' tables.
package lineage
