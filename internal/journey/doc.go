// Package journey keeps customer journey maps: stages, touchpoints with their lanes, versions, and the sticking points on them with
// their weight of evidence; and draws them together with what stands on them (the map). It imports the foundations and text.
package journey
