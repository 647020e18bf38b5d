// Package app wires everything together in straight lines, starts it and stops it. What one domain needs from another is joined
// here (joins.go) and nowhere else.
package app
