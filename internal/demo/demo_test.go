package demo

import (
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
