// Package transfer brings conversations in from files. It reads and checks everything first, names each bad row by file and line,
// and then writes in one transaction: whole or not at all, and the same files a second time add nothing. It is an edge: it may import
// the domains it fills and the foundations.
package transfer
