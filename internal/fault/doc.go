// Package fault gives every refusal one shape: a code for programs, a safe message for people and, where one input is to blame,
// its field. Domains return faults; package httpapi turns them into application/problem+json once. It imports the standard
// library only.
package fault
