package faults

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

const (
	pageBegin = "<!-- faults -->"
	pageEnd   = "<!-- /faults -->"
)

// table is the results as Markdown.
func table(results []Result) string {
	var b strings.Builder
	b.WriteString("| fault | database | repeats | writes ok / refused / unknown | lost | doubled | readers | envelopes | missed | doubled | recovered, longest | longest wait for a 503 |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %s %s | %s | %d | %d / %d / %d | %d | %d | %d | %d | %d | %d | %.1f s | %.1f s |\n", r.Fault, r.What, r.Database, r.Repeats,
			r.OK, r.Refused, r.Unknown, r.Lost, r.Doubled, r.Readers, r.Envelopes, r.Missed, r.Twice, r.Recovered.Seconds(), r.Slowest.Seconds())
	}
	return b.String()
}

// Report prints the table, what went wrong and what could not be tried; it tells whether something went wrong.
func Report(out io.Writer, results []Result, impossible []Impossible) (failed bool) {
	fmt.Fprintf(out, "\n%s\n", table(results))
	for _, r := range results {
		for _, n := range r.Notes {
			fmt.Fprintf(out, "%s %s: %s\n", r.Fault, r.Database, n)
		}
		if r.Missed > 0 || r.Twice > 0 || len(r.Problems) > 0 {
			failed = true
			fmt.Fprintf(out, "FAILED %s %s: %d problems\n", r.Fault, r.Database, len(r.Problems))
		}
	}
	for _, i := range impossible {
		fmt.Fprintf(out, "NOT POSSIBLE HERE: %s: %s\n", i.Fault, i.Why)
	}
	return failed
}

// WritePage puts the table between the markers of a document, with the date and the commit.
func WritePage(ctx context.Context, path string, results []Result, impossible []Impossible, repeat int) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), pageBegin)
	_, after, closed := strings.Cut(rest, pageEnd)
	if !ok || !closed {
		return fmt.Errorf("%s has no %s and %s", path, pageBegin, pageEnd)
	}
	commit, err := exec.CommandContext(ctx, "git", "describe", "--tags", "--always", "--dirty").Output()
	if err != nil {
		commit = []byte("unknown") // not a checkout
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\nRun of %s, commit %s, repeats of each fault: %d.\n\n%s", before, pageBegin, time.Now().UTC().Format(time.DateOnly), strings.TrimSpace(string(commit)), repeat, table(results))
	for _, i := range impossible {
		fmt.Fprintf(&b, "\nNot possible on that machine: %s: %s.\n", i.Fault, i.Why)
	}
	b.WriteString(pageEnd + after)
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
