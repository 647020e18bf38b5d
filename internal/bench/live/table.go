package live

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// The result stands between these lines of the page.
const (
	tableBegins = "<!-- bench:live -->"
	tableEnds   = "<!-- /bench:live -->"
)

// Markdown renders the result as the page shows it; head is one line about when, of what and where.
func (r Result) Markdown(head string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", head)
	if len(r.Rows) > 0 {
		b.WriteString("| database | sockets | p50 | p99 | floor p50 | floor p99 | p99 ÷ floor | memory a socket | floor | processor a 1,000 deliveries | floor | missed | twice | extra requests |\n" +
			"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	}
	for _, row := range r.Rows {
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s | %s | %.2f | %s | %s | %.1f ms | %.1f ms | %d | %d | %d |\n", row.Database, row.Sockets, ms(row.P50), ms(row.P99),
			ms(row.FloorP50), ms(row.FloorP99), float64(row.P99)/float64(max(1, row.FloorP99)), kib(row.Memory), kib(row.FloorMemory),
			row.CPU*1000, row.FloorCPU*1000, row.Missed, row.Doubled, row.Extra)
	}
	if len(r.Storms) > 0 {
		b.WriteString("\n| restart | database | sockets | away | all back after | handshakes refused | missed | twice | resyncs | waits for the pool | waited |\n" +
			"|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	}
	for _, s := range r.Storms {
		fmt.Fprintf(&b, "| %s | %s | %d | %.1f s | %.1f s | %d | %d | %d | %d | %.0f | %.2f s |\n", map[string]string{"kill": "killed", "stop": "stopped"}[s.How], s.Database,
			s.Sockets, s.Down.Seconds(), s.Back.Seconds(), s.Refused, s.Missed, s.Doubled, s.Resyncs, s.PoolWaits, s.PoolWaited)
	}
	if len(r.Slows) > 0 {
		b.WriteString("\n| slow readers | quick | frozen | frozen cut | p99 of the quick | when all read | change | missed | twice |\n" +
			"|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	}
	for _, s := range r.Slows {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %s | %s | %+.0f %% | %d | %d |\n", s.Database, s.Quick, s.Frozen, s.Cut, ms(s.P99), ms(s.AllP99),
			100*(float64(s.P99)/float64(max(1, s.AllP99))-1), s.Missed, s.Doubled)
	}
	return b.String()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }

func kib(n int64) string { return fmt.Sprintf("%.1f KiB", float64(n)/1024) }

// Keep puts the text between the marks in the file at path; without marks it goes to the end, and a file that is not there is made.
func Keep(path, text string) error {
	page, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		page, err = []byte("# Performance\n"), nil
	}
	if err != nil {
		return err
	}
	block := []byte(tableBegins + "\n" + strings.TrimSpace(text) + "\n" + tableEnds)
	from, to := bytes.Index(page, []byte(tableBegins)), bytes.Index(page, []byte(tableEnds))
	if from < 0 || to < from {
		page = append(page, "\n## Live\n\n"...)
		page = append(append(page, block...), '\n')
	} else {
		page = append(append(append([]byte{}, page[:from]...), block...), page[to+len(tableEnds):]...)
	}
	return os.WriteFile(path, page, 0o644)
}
