// Package trace sends traces over OpenTelemetry's protocol (OTLP, HTTP) to the collector that a setting names. Without the setting
// nothing is made, no goroutine runs and no statement is looked at.
//
// A span says which operation, route, step or statement, how long and how it ended, and which request; never a path with ids, a query,
// a header, a body or a statement's values. Whoever asks from outside cannot make a request be traced: every trace begins here, and
// the share of them is the setting's. It imports OpenTelemetry and no room of the house.
package trace
