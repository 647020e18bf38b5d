package bench

import (
	"fmt"
	"os"
	"strings"
)

func (r Row) brief() string {
	if r.Floor == nil {
		return fmt.Sprintf("%7.0f/s  p50 %.1f ms  p99 %.1f ms  cpu %.0f us", r.Ours.PerSecond, r.Ours.P50, r.Ours.P99, r.Ours.CPU)
	}
	return fmt.Sprintf("%7.0f/s of %.0f/s: %.2f  p50 %.1f ms  p99 %.1f ms  cpu %.0f + %.0f us of %.0f + %.0f us: %.2f", r.Ours.PerSecond, r.Floor.PerSecond, r.Ratio(),
		r.Ours.P50, r.Ours.P99, r.Ours.CPU, r.Ours.Database, r.Floor.CPU, r.Floor.Database, r.workRatio())
}

// work is the processor time of a request in µs, the server's and the database's.
func (s Side) work() float64 { return s.CPU + s.Database }

// workRatio is the floor's processor time as a share of the product's: what the ratio of throughput would be on a machine that does nothing else.
func (r Row) workRatio() float64 {
	if r.Floor == nil || r.Ours.work() == 0 {
		return 0
	}
	return r.Floor.work() / r.Ours.work()
}

// Markdown is the tables as docs/performance.md keeps them.
func Markdown(tables []Table, about string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", about)
	for _, t := range tables {
		title := map[string]string{"postgres": "PostgreSQL, beside the floor", "sqlite": "SQLite"}[t.Database]
		fmt.Fprintf(&out, "\n### Size %s, %s\n\n", t.Size, title)
		fmt.Fprintf(&out, "Start to ready %.0f ms. Memory %d MB at rest, %d MB under this load.\n\n", t.Ready, t.AtRest>>20, t.Loaded>>20)
		if t.Database == "postgres" {
			out.WriteString("| request | ratio | wanted | requests/s | floor's | p50 ms | p99 ms | floor's p99 | bytes | floor's | CPU µs server + database | floor's | CPU ratio | allocations | floor's |\n")
			out.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
			for _, r := range t.Rows {
				fmt.Fprintf(&out, "| %s | %.2f | %s | %.0f | %.0f | %.2f | %.2f | %.2f | %d | %d | %.0f + %.0f | %.0f + %.0f | %.2f | %s | %s |\n", r.Kind, r.Ratio(), r.wanted(),
					r.Ours.PerSecond, r.Floor.PerSecond, r.Ours.P50, r.Ours.P99, r.Floor.P99, r.Ours.Bytes, r.Floor.Bytes, r.Ours.CPU, r.Ours.Database,
					r.Floor.CPU, r.Floor.Database, r.workRatio(), r.Ours.allocations(), r.Floor.allocations())
			}
			continue
		}
		out.WriteString("| request | requests/s | p50 ms | p99 ms | bytes | CPU µs | allocations |\n|---|---|---|---|---|---|---|\n")
		for _, r := range t.Rows {
			fmt.Fprintf(&out, "| %s | %.0f | %.2f | %.2f | %d | %.0f | %s |\n", r.Kind, r.Ours.PerSecond, r.Ours.P50, r.Ours.P99, r.Ours.Bytes, r.Ours.CPU, r.Ours.allocations())
		}
	}
	out.WriteString(growth(tables))
	return out.String()
}

func (s Side) allocations() string { return fmt.Sprintf("%.0f, %.0f KiB", s.Allocs, s.AllocSize/1024) }

func (r Row) wanted() string {
	switch {
	case r.Target > 0:
		return fmt.Sprintf("≥ %.1f", r.Target)
	case r.Most > 0:
		return fmt.Sprintf("p99 ≤ %.0f ms", r.Most)
	}
	return ""
}

// growth is what a request costs at one size beside the size before it, on the same database. Sizes are measured minutes apart: what the
// floor's cost grew by meanwhile is the larger tables', and the machine's.
func growth(tables []Table) string {
	var out strings.Builder
	for i, t := range tables {
		for _, before := range tables[:i] {
			if before.Database != t.Database || before.Size != smaller[t.Size] {
				continue
			}
			fmt.Fprintf(&out, "\n### From size %s to size %s, %s\n\nWanted: at most 1.5 times.\n\n| request | CPU | floor's | p50 | requests/s |\n|---|---|---|---|---|\n", before.Size, t.Size, t.Database)
			for n, r := range t.Rows {
				if n >= len(before.Rows) || before.Rows[n].Kind != r.Kind {
					continue
				}
				b, floor := before.Rows[n], ""
				if r.Floor != nil && b.Floor != nil {
					floor = fmt.Sprintf("%.2f ×", r.Floor.work()/b.Floor.work())
				}
				fmt.Fprintf(&out, "| %s | %.2f × | %s | %.2f × | %.2f × |\n", r.Kind, r.Ours.work()/b.Ours.work(), floor, r.Ours.P50/b.Ours.P50, r.Ours.PerSecond/b.Ours.PerSecond)
			}
		}
	}
	return out.String()
}

var smaller = map[string]string{"0.1": "0.01", "1": "0.1", "10": "1"}

// Keep puts text between a document's markers <!-- name --> and <!-- /name -->, at its end where there are none yet.
func Keep(path, name, text string) error {
	document, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	from, to := "<!-- "+name+" -->", "<!-- /"+name+" -->"
	before, rest, ok := strings.Cut(string(document), from)
	_, after, ended := strings.Cut(rest, to)
	if !ok || !ended {
		before, after = strings.TrimRight(string(document), "\n")+"\n\n", "\n"
	}
	return os.WriteFile(path, []byte(before+from+"\n"+strings.TrimSpace(text)+"\n"+to+after), 0o644)
}
