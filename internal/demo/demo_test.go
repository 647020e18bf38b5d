package demo

import (
	"strings"
	"testing"
)

func TestTheCompanyIsAsTheIssueSays(t *testing.T) {
	list := People()
	groups, emails := map[string]int{}, map[string]bool{}
	for _, p := range list {
		for _, g := range p.Groups {
			groups[g]++
		}
		if emails[p.Email] {
			t.Errorf("%s stands twice", p.Email)
		}
		emails[p.Email] = true
	}
	if len(list) != 60 || len(Departments()) != 6 || groups[LeadershipGroup] != 7 || groups[FacilitatorGroup] != 2 || groups[AdminGroup] != 1 {
		t.Errorf("%d people, %d departments, groups %v; want about 60, 6, and 7 leaders, 2 facilitators, 1 admin", len(list), len(Departments()), groups)
	}
}

// Every concept of the story rests on customers' words: what rests on nothing could not be decided on.
func TestEveryConceptHasItsCustomersWords(t *testing.T) {
	titles := map[string]bool{}
	for _, lines := range []string{thirtyDaysConcepts, promisesConcepts, twiceConcepts} {
		for line := range strings.Lines(lines) {
			title := fields(line, 10)[1]
			titles[title] = true
			if n := len(said(title)); n < 2 || n > 3 {
				t.Errorf("%s has %d customers' words, want two or three", title, n)
			}
		}
	}
	for line := range strings.Lines(customersWords) {
		if title := fields(line, 3)[0]; !titles[title] {
			t.Errorf("customers speak of %q, which no concept is called", title)
		}
	}
}
