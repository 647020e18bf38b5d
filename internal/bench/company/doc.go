// Package company fills a migrated database of either kind with a fictional company of a chosen size, the same at every call: its
// people, their ideas, votes and comments, concepts, and what customers said. Rows are what the product's own services would have
// written, only faster; a test holds the two side by side. Everybody in it is made up.
package company
