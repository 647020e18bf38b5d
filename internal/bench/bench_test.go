package bench

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestKeepReplacesItsOwnTableOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	before := "# Page\n\n<!-- bench:http -->\nold\n<!-- /bench:http -->\n\nBetween.\n\n<!-- bench:live -->\nstays\n<!-- /bench:live -->\n"
	if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Keep(path, "bench:http", "\nnew\n"); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(path)
	if want := strings.Replace(before, "old", "new", 1); string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := Keep(path, "bench:more", "at the end"); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); !strings.HasSuffix(string(got), "\n\n<!-- bench:more -->\nat the end\n<!-- /bench:more -->\n") {
		t.Errorf("got %q", got)
	}
	if Keep(filepath.Join(t.TempDir(), "none.md"), "x", "") == nil {
		t.Error("kept in a page that is not there")
	}
}

func TestLoadCountsAnswersAndStopsAtARefusal(t *testing.T) {
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/no" {
			http.Error(w, "not for you", http.StatusForbidden)
			return
		}
		_, _ = w.Write([]byte(r.Method + r.Header.Get("Who")))
	}))
	defer front.Close()
	host := strings.TrimPrefix(front.URL, "http://")
	ask := func(r request, long time.Duration) (round, error) {
		return load(context.Background(), host, 2, long, func(int, int) (request, string) { return r, "Who: me\r\n" })
	}
	got, err := ask(request{"PUT", "/yes", `{"value":1}`}, time.Second)
	if err != nil || len(got.took) < 2 || got.bytes != int64(5*len(got.took)) {
		t.Errorf("%d answers of %d bytes, %v", len(got.took), got.bytes, err)
	}
	if _, err := ask(request{"GET", "/no", ""}, time.Minute); err == nil || !strings.Contains(err.Error(), "not for you") {
		t.Errorf("got %v", err)
	}
}

func TestFigures(t *testing.T) {
	var took []time.Duration
	for n := range 100 {
		took = append(took, time.Duration(100-n)*time.Millisecond)
	}
	if quantile(took, 0.5) != 51*time.Millisecond || quantile(took, 0.99) != 100*time.Millisecond || quantile(nil, 0.5) != 0 {
		t.Errorf("p50 %v, p99 %v", quantile(took, 0.5), quantile(took, 0.99))
	}
	side := Side{PerSecond: 50, P50: 1, P99: 2, CPU: 300, Database: 100}
	row := Row{Kind: "one idea", Target: 0.4, Ours: side, Floor: &Side{PerSecond: 100, CPU: 100, Database: 100}}
	if row.Ratio() != 0.5 || row.workRatio() != 0.5 || row.wanted() != "≥ 0.4" {
		t.Errorf("%v, %v, %q", row.Ratio(), row.workRatio(), row.wanted())
	}
	larger := row
	larger.Ours.CPU, larger.Ours.P50 = 500, 1.2
	text := Markdown([]Table{{Size: "0.1", Database: "postgres", Rows: []Row{row}}, {Size: "1", Database: "postgres", Rows: []Row{larger}}}, "About.")
	for _, want := range []string{"About.", "| one idea | 0.50 | ≥ 0.4 |", "From size 0.1 to size 1", "| one idea | 1.50 × | 1.00 × | 1.20 × |"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if pid := os.Getpid(); memory(pid) <= 0 || cpu(-1) != 0 || memory(-1) != 0 {
		t.Errorf("memory of this process: %d", memory(pid))
	}
}
