package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"talkoot/internal/bench/company"
	"talkoot/internal/db"
)

// Options is what a run is told.
type Options struct {
	Server      string        // the product's program
	Self        string        // this program, which serves the floor too
	Postgres    string        // a server where databases may be made; empty: none
	SQLite      bool          // measure on SQLite too
	Folder      string        // where SQLite's files and logs go
	Sizes       []string      // as company.SizeOf takes them
	Connections int           // kept busy at once
	Spent       time.Duration // on each kind of request, each side
	Only        string        // kinds whose name holds this; empty is all
	Out         io.Writer     // hears of progress
}

// Side is one server's figures for one kind of request.
type Side struct {
	PerSecond float64 `json:"requests_per_second"`
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`
	Bytes     int64   `json:"bytes"`       // of an answer's body
	CPU       float64 `json:"cpu_us"`      // microseconds of the server's processor time a request
	Database  float64 `json:"database_us"` // and of PostgreSQL's
	Allocs    float64 `json:"allocations"` // of the server, a request
	AllocSize float64 `json:"allocated_bytes"`
	Requests  int     `json:"requests"`
}

// Row is one kind of request: the product's figures, and on PostgreSQL the floor's beside them.
type Row struct {
	Kind   string  `json:"kind"`
	Target float64 `json:"target,omitempty"`      // least share of the floor's throughput
	Most   float64 `json:"most_p99_ms,omitempty"` // most milliseconds of the 99th percentile
	Ours   Side    `json:"ours"`
	Floor  *Side   `json:"floor,omitempty"`
}

// Ratio is the product's throughput as a share of the floor's; 0 without a floor.
func (r Row) Ratio() float64 {
	if r.Floor == nil || r.Floor.PerSecond == 0 {
		return 0
	}
	return r.Ours.PerSecond / r.Floor.PerSecond
}

// Table is one size on one database.
type Table struct {
	Size     string  `json:"size"`
	Database string  `json:"database"`
	Rows     []Row   `json:"rows"`
	Ready    float64 `json:"start_to_ready_ms"`
	AtRest   int64   `json:"memory_at_rest_bytes"`
	Loaded   int64   `json:"memory_under_load_bytes"`
}

// HTTP measures every size, on PostgreSQL beside the floor and on SQLite alone.
func HTTP(ctx context.Context, o Options) ([]Table, error) {
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return nil, err
	}
	var tables []Table
	for _, name := range o.Sizes {
		size, err := company.SizeOf(name)
		if err != nil {
			return nil, err
		}
		var addresses []string
		if o.Postgres != "" {
			address, err := database(ctx, o.Postgres, "talkoot_bench_"+strings.ReplaceAll(name, ".", "_"))
			if err != nil {
				return nil, err
			}
			addresses = append(addresses, address)
		}
		if o.SQLite {
			addresses = append(addresses, "sqlite://"+filepath.Join(o.Folder, "company-"+name+".db"))
		}
		for _, address := range addresses {
			if err := o.filled(ctx, address, size); err != nil {
				return nil, err
			}
			table, err := o.measure(ctx, address, name)
			if err != nil {
				return nil, err
			}
			tables = append(tables, table)
		}
	}
	return tables, nil
}

// filled fills the database unless a run before has done so.
func (o Options) filled(ctx context.Context, address string, size company.Size) error {
	d, err := db.Open(ctx, address, nil)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	var people, seq int // the log's number is written last: without it a fill was cut short, and filling again refuses
	err = d.Read(ctx, func(tx *db.Tx) error {
		if err := tx.Raw("SELECT COUNT(*) FROM people").Scan(&people).Error; err != nil {
			return err
		}
		return tx.Raw("SELECT seq FROM activity_counter").Scan(&seq).Error
	})
	if err != nil {
		return err
	}
	if people == size.People && seq > 0 {
		return nil
	}
	started := time.Now()
	if err := company.FillIn(ctx, d, size); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "filled a company of size %s on %s in %.0f s\n", size.Name, d.Dialect(), time.Since(started).Seconds())
	return nil
}

func (o Options) measure(ctx context.Context, address, size string) (Table, error) {
	table := Table{Size: size}
	d, err := db.Open(ctx, address, nil)
	if err != nil {
		return table, err
	}
	defer d.Close()
	table.Database = string(d.Dialect())
	t, err := find(ctx, d)
	if err != nil {
		return table, err
	}
	if err := greet(ctx, d); err != nil {
		return table, err
	}
	ours, err := o.product(ctx, address)
	if err != nil {
		return table, err
	}
	defer ours.stop()
	table.Ready = ms(ours.ready)
	time.Sleep(2 * time.Second) // what the start left behind is let go of
	table.AtRest = memory(ours.cmd.Process.Pid)
	var beside *process
	if d.Dialect() == db.Postgres {
		if beside, err = o.beside(ctx, address); err != nil {
			return table, err
		}
		defer beside.stop()
	}
	for n, k := range kinds {
		if !strings.Contains(k.name, o.Only) {
			continue
		}
		row, err := o.row(ctx, d, t, k, uint64(n), ours, beside)
		if err != nil {
			return table, fmt.Errorf("%s: %w", k.name, err)
		}
		table.Loaded = max(table.Loaded, memory(ours.cmd.Process.Pid))
		table.Rows = append(table.Rows, row)
		fmt.Fprintf(o.Out, "%-4s %-9s %-20s %s\n", size, table.Database, k.name, row.brief())
	}
	return table, nil
}

// product starts the server as its users would; its single sign-on is never asked, as everybody comes with a token.
func (o Options) product(ctx context.Context, address string) (*process, error) {
	host, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return start(ctx, "talkoot", host, o.Folder, []string{
		"TALKOOT_ADDR=" + host, "TALKOOT_URL=http://" + host, "TALKOOT_DATABASE_URL=" + address, "TALKOOT_DATA=" + o.Folder,
		"TALKOOT_OIDC_ISSUER=http://127.0.0.1:9", "TALKOOT_OIDC_CLIENT_ID=bench", "TALKOOT_LIMIT_PERSON=0", "TALKOOT_LIMIT_ADDRESS=0",
	}, o.Server, "serve")
}

func (o Options) beside(ctx context.Context, address string) (*process, error) {
	host, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return start(ctx, "floor", host, o.Folder, nil, o.Self, "floor", "--addr", host, "--database", address)
}

// rounds is how many short rounds each side gets, in turns.
const rounds = 4

// row measures one kind of request.
func (o Options) row(ctx context.Context, d *db.DB, t *targets, k kind, seed uint64, ours, beside *process) (Row, error) {
	row := Row{Kind: k.name, Target: k.target, Most: k.most}
	sides := []*side{{process: ours, next: t.asked(k, seed, true, o.Connections)}}
	if beside != nil {
		sides = append(sides, &side{process: beside, next: t.asked(k, seed, false, o.Connections)})
	}
	// The caches fill, and PostgreSQL plans each statement anew five times on every connection before it keeps a plan.
	for _, s := range sides {
		if _, err := load(ctx, s.host, o.Connections, max(2*time.Second, o.Spent/rounds), s.next); err != nil {
			return row, err
		}
	}
	pids, err := backendsOf(ctx, d)
	if err != nil {
		return row, err
	}
	for n := range rounds * len(sides) {
		s := sides[n%len(sides)]
		own, database, allocated := cpu(s.cmd.Process.Pid), backends(pids), s.allocated()
		got, err := load(ctx, s.host, o.Connections, o.Spent/rounds, s.next)
		if err != nil {
			return row, err
		}
		s.cpu += cpu(s.cmd.Process.Pid) - own
		s.database += backends(pids) - database
		now := s.allocated()
		s.allocs, s.allocSize = s.allocs+now[0]-allocated[0], s.allocSize+now[1]-allocated[1]
		s.all.took, s.all.bytes, s.all.spent = append(s.all.took, got.took...), s.all.bytes+got.bytes, s.all.spent+got.spent
	}
	row.Ours = sides[0].figures()
	if beside != nil {
		floor := sides[1].figures()
		row.Floor = &floor
	}
	return row, nil
}

// side is one of the two while it is measured.
type side struct {
	*process
	next          func(connection, n int) (request, string)
	all           round
	cpu, database time.Duration

	allocs, allocSize float64
}

func (s *side) figures() Side {
	n := max(1, len(s.all.took))
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(n) }
	return Side{
		PerSecond: float64(len(s.all.took)) / s.all.spent.Seconds(), P50: ms(quantile(s.all.took, 0.5)), P99: ms(quantile(s.all.took, 0.99)),
		Bytes: s.all.bytes / int64(n), CPU: each(s.cpu), Database: each(s.database),
		Allocs: s.allocs / float64(n), AllocSize: s.allocSize / float64(n), Requests: len(s.all.took),
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
