// Package metric keeps dated series on touchpoints (NPS, CSAT, CES or the company's own) with the intervals that their counts give. It
// imports the foundations and text; touchpoints are reached through the interface in service.go.
package metric
