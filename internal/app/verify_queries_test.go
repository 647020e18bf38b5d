package app

import "fmt"

// query is one thing that a page holds: the key it has in the page's cache, and where it is read.
type query struct {
	key  []any
	path string
}

func (q query) name() string { return fmt.Sprint(q.key) }

func only(field string, value any) map[string]any { return map[string]any{field: value} }

// standing is what everybody's pages may hold, whatever there is.
func standing() []query {
	return []query{
		{[]any{"me"}, "/me"},
		{[]any{"challenges"}, "/challenges?limit=50"}, {[]any{"challenges", only("limit", 100.0)}, "/challenges?limit=100"},
		{[]any{"ideas", "mine"}, "/ideas?mine=true&sort=new&limit=30"},
		{[]any{"concepts", only("sort", "new")}, "/concepts?sort=new"}, {[]any{"concepts", only("sort", "top")}, "/concepts?sort=top"},
		{[]any{"decisions"}, "/decisions"},
		{[]any{"commitments"}, "/commitments?limit=100"}, {[]any{"commitments", "summary"}, "/commitments/summary"},
		{[]any{"journeys"}, "/journeys"}, {[]any{"journeys", "stages"}, "/journeys?limit=100"},
		{[]any{"touchpoints", "all"}, "/touchpoints?limit=100"},
		{[]any{"insights", "facets"}, "/insights/facets"}, {[]any{"insight-list", map[string]any{}}, "/insights?limit=50"},
		{[]any{"insight-imports"}, "/insight-imports?limit=20"},
		{[]any{"sticking-points", map[string]any{}}, "/sticking-points?limit=20"},
		{[]any{"notices"}, "/notices?limit=30"},
		{[]any{"feed"}, "/feed?limit=100"},
	}
}

// lists says which of those, and of the ones below, tell of new things of a kind.
var lists = map[string]string{
	"challenges": "challenge", "ideas": "idea", "concepts": "concept", "decisions": "decision", "commitments": "commitment", "journeys": "journey",
	"touchpoints": "touchpoint", "insight-list": "insight", "insight-imports": "import", "sticking-points": "sticking_point", "metrics": "metric",
}

// about is what pages may hold of one thing.
func about(kind, id string) []query {
	line := query{[]any{"lineage", kind, id}, "/lineage/" + kind + "/" + id}
	switch kind {
	case "challenge":
		ideas, concepts := "/challenges/"+id+"/ideas", "/challenges/"+id+"/concepts"
		out := []query{
			{[]any{"challenge", id}, "/challenges/" + id}, {[]any{"coverage", id}, "/challenges/" + id + "/coverage"},
			{[]any{"lineage", "challenge", id}, "/challenges/" + id + "/lineage"},
			{[]any{"ideas", id, map[string]any{"sort": "new", "mine": true}}, ideas + "?sort=new&mine=true&limit=50"},
			{[]any{"ideas", id, "choose", ""}, ideas + "?sort=top&limit=20"},
			{[]any{"concepts", id, map[string]any{"sort": "top", "limit": 100.0}}, concepts + "?sort=top&limit=100"},
		}
		for _, sort := range []string{"new", "top"} {
			out = append(out, query{[]any{"ideas", id, only("sort", sort)}, ideas + "?limit=50&sort=" + sort})
		}
		for _, answer := range []string{"owed", "overdue"} {
			out = append(out, query{[]any{"ideas", id, only("answer", answer)}, ideas + "?limit=100&answer=" + answer})
		}
		return append(out, query{[]any{"concepts", id, only("sort", "new")}, concepts + "?sort=new"})
	case "idea":
		return []query{
			{[]any{"idea", id}, "/ideas/" + id}, {[]any{"comments", "idea", id}, "/ideas/" + id + "/comments?limit=50"},
			{[]any{"merges", id}, "/ideas/" + id + "/merges"}, {[]any{"evidence", "idea", id}, "/evidence/idea/" + id + "?limit=20"}, line,
		}
	case "concept":
		return []query{
			{[]any{"concept", id}, "/concepts/" + id}, {[]any{"comments", "concept", id}, "/concepts/" + id + "/comments?limit=50"},
			{[]any{"versions", id}, "/concepts/" + id + "/versions"}, {[]any{"suggestions", id, map[string]any{}}, "/concepts/" + id + "/suggestions"}, line,
		}
	case "decision":
		return []query{
			{[]any{"decision", id}, "/decisions/" + id}, {[]any{"reasons", id}, "/decisions/" + id + "/reasons"},
			{[]any{"result", id, "open"}, "/decisions/" + id + "/result"}, {[]any{"commitments", "of", id}, "/commitments?decision=" + id}, line,
		}
	case "commitment":
		return []query{
			{[]any{"commitment", id}, "/commitments/" + id}, {[]any{"commitment", id, "news"}, "/commitments/" + id + "/updates"}, line,
		}
	case "journey":
		return []query{
			{[]any{"journey-map", id, map[string]any{}}, "/journeys/" + id + "/map"}, {[]any{"journey-versions", id}, "/journeys/" + id + "/versions"},
			{[]any{"insight-facets", id}, "/insights/facets?journey=" + id},
		}
	case "touchpoint":
		return []query{
			{[]any{"touchpoint", id, map[string]any{}}, "/touchpoints/" + id + "/overview"},
			{[]any{"metrics", only("touchpoint", id)}, "/metrics?limit=100&touchpoint=" + id},
			{[]any{"sticking-points", only("touchpoint", id)}, "/sticking-points?limit=20&touchpoint=" + id},
		}
	case "sticking_point":
		return []query{
			{[]any{"sticking-point", id}, "/sticking-points/" + id}, {[]any{"evidence", "sticking_point", id, 3.0}, "/evidence/sticking_point/" + id + "?limit=3"}, line,
		}
	case "insight":
		return []query{{[]any{"insight", id}, "/insights/" + id}, line}
	case "metric":
		return []query{{[]any{"metric", id}, "/metrics/" + id}}
	case "import":
		return []query{{[]any{"insight-import", id}, "/insight-imports/" + id}}
	}
	return nil
}
