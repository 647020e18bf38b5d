// Package insight keeps what customers said: posted by hand or imported from files, flagged for personal data, placed on the journey.
// It imports the foundations, text and blob; touchpoints and ballots are reached through the interfaces in service.go.
package insight
