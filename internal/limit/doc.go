// Package limit says how many requests one person, and one address without a session, may make a minute on all replicas together.
// Each replica counts by itself and tells the others of those who come near their limit; what is told carries hashes, never names or
// addresses. It imports bus and fault.
package limit
