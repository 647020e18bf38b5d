// Package idea keeps what members propose: posting, editing, voting, sorted lists that a live page can join to the feed without a
// gap, and what is similar to a text being typed. It imports the foundations only; challenges reach it through an interface.
package idea
