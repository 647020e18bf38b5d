// Package concept holds what ideas grow into: a canvas with a problem, a solution, its value and a first step, credited to the
// author of every idea it grew from, with every version kept. Once a concept is on a ballot its canvas stays as it is. It imports
// foundations only; ideas, people, challenges and ballots reach it through the interfaces in service.go.
package concept
