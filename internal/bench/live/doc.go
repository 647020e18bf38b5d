// Package live measures the live channel: the product's own program on a real database, with readers in processes of their own,
// beside the least that could do the same: a bare hub that writes one prepared message to each socket. Both get their events in the
// same way, by HTTP at a steady rate, and each reader measures from the moment when the request was sent.
//
// It imports db, to make the people and their sessions; everything else goes over HTTP.
package live
