// Package mail sends a message to one person over the company's mail server. It is an edge: it knows SMTP and nothing of what is said.
// Its errors never hold an address, so that they can be logged. It imports go-mail and nothing of ours.
package mail
