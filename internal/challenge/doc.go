// Package challenge keeps the questions put to the company: brief, audience, facilitators, themes and dated phases, which open and
// close rights by themselves. It imports the foundations only.
package challenge
