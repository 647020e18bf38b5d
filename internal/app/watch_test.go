package app

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"go.yaml.in/yaml/v2"

	"talkoot/internal/testkit"
)

// alertFile is what Prometheus reads of a rules file; a key it does not know is refused.
type alertFile struct {
	Groups []struct {
		Name  string
		Rules []struct {
			Alert, Expr, For    string
			Labels, Annotations map[string]string
		}
	}
}

// watched is what the dashboard and the alerts ask for: where it stands and the question.
type watched struct{ where, expr string }

func readWatched(t *testing.T) (list []watched) {
	t.Helper()
	read := func(name string) []byte {
		text, err := os.ReadFile("../../docs/operations/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	var rules alertFile
	if err := yaml.UnmarshalStrict(read("alerts.yml"), &rules); err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			if r.Alert == "" || r.Expr == "" || seen[r.Alert] || r.Annotations["summary"] == "" || r.Annotations["description"] == "" || !slices.Contains([]string{"page", "ticket"}, r.Labels["severity"]) {
				t.Errorf("the alert %q lacks something, or stands twice", r.Alert)
			}
			if r.For != "" && !regexp.MustCompile(`^\d+[smhd]$`).MatchString(r.For) {
				t.Errorf("%s: %q is no duration", r.Alert, r.For)
			}
			if !strings.Contains(string(manual), "| `"+r.Alert+"` |") {
				t.Errorf("docs/operations.md does not say what to do about %s", r.Alert)
			}
			seen[r.Alert] = true
			list = append(list, watched{r.Alert, r.Expr})
		}
	}
	var board struct {
		Panels []struct {
			ID      int
			Type    string
			Title   string
			Targets []struct{ RefID, Expr string }
		}
		Templating struct {
			List []struct{ Name, Query string }
		}
	}
	if err := json.Unmarshal(read("dashboard.json"), &board); err != nil {
		t.Fatal(err)
	}
	ids := map[int]bool{}
	for _, p := range board.Panels {
		if ids[p.ID] || p.Title == "" || (p.Type == "row") != (len(p.Targets) == 0) {
			t.Errorf("the panel %d %q", p.ID, p.Title)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			list = append(list, watched{"panel " + p.Title, target.Expr})
		}
	}
	for _, v := range board.Templating.List {
		if v.Name != "datasource" {
			list = append(list, watched{"variable " + v.Name, v.Query})
		}
	}
	if len(list) < 50 {
		t.Errorf("only %d questions were found", len(list))
	}
	return list
}

var (
	aMatcher    = regexp.MustCompile(`\{[^}]*\}`)
	aLabel      = regexp.MustCompile(`([a-z_]+)(=~|!~|!=|=)"([^"]*)"`)
	aRange      = regexp.MustCompile(`\[(\d+[smhd]|\$__rate_interval)\]`)
	aGroup      = regexp.MustCompile(`\b(by|without) ?\(([a-z_, ]*)\)`)
	aWord       = regexp.MustCompile(`[a-zA-Z_][a-zA-Z0-9_]*`)
	functions   = []string{"sum", "rate", "increase", "count", "min", "max", "histogram_quantile", "changes", "clamp_min", "deriv", "topk", "vector", "or", "label_values"}
	fromOutside = []string{"up", "instance", "job"} // what Prometheus itself adds
)

// Everything the dashboard and the alerts ask for is told by a running server, under these names, with these labels and values.
func TestWhatIsWatchedExists(t *testing.T) {
	clock := testkit.NewClock()
	h := newHouse(t, testkit.SQLite(t, clock), clock)
	h.must("ann", "GET", "/api/v1/me", nil)
	h.ask("ann", "GET", "/api/v1/ideas/nowhere", nil)
	told := ""
	until(t, "the database is seen", func() bool { // it is given a second, and asked again after five
		told = h.must("", "GET", "/metrics", nil).text
		return strings.Contains(told, "\ntalkoot_database_up 1\n")
	})
	problems, err := promlint.New(strings.NewReader(told)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "talkoot_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	samples := map[string][]string{}
	for _, line := range strings.Split(told, "\n") {
		if line != "" && line[0] != '#' {
			name, _, _ := strings.Cut(strings.Fields(line)[0], "{")
			samples[name] = append(samples[name], line)
		}
	}
	optional := map[string]bool{} // what a server tells only where a replica of the database is set
	described := make(chan *prometheus.Desc, 100)
	(&gauges{}).Describe(described)
	close(described)
	for d := range described {
		name := regexp.MustCompile(`fqName: "([a-z_]+)"`).FindStringSubmatch(d.String())[1]
		optional[name] = strings.Contains(name, "_replica_")
		if samples[name] == nil && !optional[name] {
			t.Errorf("%s is described and not told", name)
		}
	}
	for _, w := range readWatched(t) {
		if strings.Count(w.expr, "(") != strings.Count(w.expr, ")") || strings.Count(w.expr, "{") != strings.Count(w.expr, "}") ||
			strings.Count(w.expr, "[") != len(aRange.FindAllString(w.expr, -1)) || strings.Count(w.expr, `"`)%2 != 0 {
			t.Errorf("%s: brackets, ranges or quotes of %s", w.where, w.expr)
		}
		bare := aGroup.ReplaceAllString(aRange.ReplaceAllString(aMatcher.ReplaceAllString(w.expr, ""), ""), "")
		asked := 0
		for _, name := range aWord.FindAllString(bare, -1) {
			if slices.Contains(functions, name) || slices.Contains(fromOutside, name) {
				asked++
				continue
			}
			asked++
			if optional[name] {
				continue
			}
			if samples[name] == nil {
				t.Errorf("%s: no server tells %s", w.where, name)
				continue
			}
			for _, group := range aGroup.FindAllStringSubmatch(w.expr, -1) {
				for _, label := range strings.Split(group[2], ",") {
					if label = strings.TrimSpace(label); !slices.Contains(fromOutside, label) && !strings.Contains(samples[name][0], label+`="`) {
						t.Errorf("%s: %s has no label %s", w.where, name, label)
					}
				}
			}
			for _, matcher := range regexp.MustCompile(name+`(\{[^}]*\})`).FindAllStringSubmatch(w.expr, -1) {
				for _, m := range aLabel.FindAllStringSubmatch(matcher[1], -1) {
					label, value := m[1], m[3]
					found := slices.Contains(fromOutside, label) || (label == "status" && regexp.MustCompile(`^[1-5]xx$`).MatchString(value))
					for _, line := range samples[name] {
						found = found || (m[2] == "=" && strings.Contains(line, label+`="`+value+`"`)) || (m[2] != "=" && strings.Contains(line, label+`="`))
					}
					if !found {
						t.Errorf("%s: no %s has %s", w.where, name, m[0])
					}
				}
			}
		}
		if asked == 0 {
			t.Errorf("%s asks for nothing: %s", w.where, w.expr)
		}
	}
}
