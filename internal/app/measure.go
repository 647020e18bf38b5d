package app

import (
	"context"
	"runtime"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"talkoot/internal/activity"
	"talkoot/internal/bus"
	"talkoot/internal/db"
)

const (
	// lookEvery is how old what was read from the database may be: however many scrape, they cost three small reads in this time.
	lookEvery = 5 * time.Second
	// lookPatience is how long a scrape waits for a database that does not answer.
	lookPatience = time.Second
)

// gauges is what /metrics tells beside requests: sockets, the readers of the log, what waits, the pools, NATS, the disk.
type gauges struct {
	*assembly
	db     *db.DB
	log    *activity.Log
	bell   *bus.Bus
	folder string // where files lie, whose disk can run full
	pulse  *pulse

	mu   sync.Mutex
	at   time.Time
	seen seen
}

// seen is what the database said.
type seen struct {
	up      bool
	newest  int64 // of the log
	notices int64 // how many activities notices have not read
	imports int   // that wait for a worker or are with one
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("talkoot_"+name, help, labels, nil)
}

var (
	liveSockets  = describe("live_sockets", "Sockets connected to this replica.")
	liveSent     = describe("live_sent_total", "Events written to sockets.")
	liveDropped  = describe("live_dropped_total", "Sockets closed because their readers were too slow.")
	liveResyncs  = describe("live_resyncs_total", "Times a reader was too far back to catch up and was told to load anew.")
	logNewest    = describe("log_newest", "Number of the newest activity.")
	logBehind    = describe("log_reader_behind", "Activities that a reader of the log has not read: live is this replica's own, notices is everybody's.", "reader")
	logAge       = describe("log_reader_age_seconds", "Seconds since a reader last looked at the log; live is this replica's own, notices is part of the clock.", "reader")
	queueWaiting = describe("queue_waiting", "What waits for a worker or is with one.", "queue")
	mailFailing  = describe("mail_failing_seconds", "For how long this replica has not got a mail out; 0 while mail goes out or none is to be sent.")
	clockAge     = describe("clock_age_seconds", "Seconds since the clock last did what the calendar asks: phases, rounds, turnout, notices.")
	databaseUp   = describe("database_up", "1 when the database answered the last time it was asked.")
	poolNow      = describe("database_connections", "Connections of a pool.", "pool", "state")
	poolMost     = describe("database_connections_max", "Most connections of a pool.", "pool")
	poolWaits    = describe("database_waits_total", "Times somebody waited for a connection.", "pool")
	poolWaited   = describe("database_wait_seconds_total", "Seconds spent waiting for a connection.", "pool")
	replicaReads = describe("database_replica_reads_total", "Reads that the database's replica answered.")
	replicaUsed  = describe("database_replica_used", "1 when the database's replica is there and fresh enough to be read; told only where one is set.")
	natsUp       = describe("nats_connected", "1 when NATS can be reached; the one in this process is always.")
	diskFree     = describe("disk_free_bytes", "Bytes free where TALKOOT_DATA lies.")
	diskSize     = describe("disk_size_bytes", "Bytes of the disk where TALKOOT_DATA lies.")
)

// buildInfo is always 1; its labels say what runs.
func buildInfo(version string, dialect db.Dialect) prometheus.Collector {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "talkoot_build_info", Help: "What runs: always 1.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version(), "database": string(dialect)}})
	g.Set(1)
	return g
}

// Describe names every measure.
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		liveSockets, liveSent, liveDropped, liveResyncs, logNewest, logBehind, logAge, queueWaiting, mailFailing, clockAge, databaseUp,
		poolNow, poolMost, poolWaits, poolWaited, replicaReads, replicaUsed, natsUp, diskFree, diskSize,
	} {
		out <- d
	}
}

// Collect tells every measure. What only the database knows is left out while that does not answer.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	count := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, labels...)
	}
	gauge(liveSockets, float64(g.hub.Sockets()))
	count(liveSent, float64(g.hub.Sent()))
	count(liveDropped, float64(g.hub.Dropped()))
	count(liveResyncs, float64(g.hub.Resyncs()))
	gauge(logAge, g.hub.Age().Seconds(), "live")
	gauge(natsUp, truth(g.bell.Healthy()))
	gauge(clockAge, time.Since(g.pulse.ticked.last()).Seconds())
	gauge(mailFailing, g.pulse.mailFailing(time.Now()).Seconds())
	for _, p := range g.db.Pools() {
		gauge(poolNow, float64(p.Stats.InUse), p.Name, "in_use")
		gauge(poolNow, float64(p.Stats.Idle), p.Name, "idle")
		gauge(poolMost, float64(p.Stats.MaxOpenConnections), p.Name)
		count(poolWaits, float64(p.Stats.WaitCount), p.Name)
		count(poolWaited, p.Stats.WaitDuration.Seconds(), p.Name)
	}
	if g.db.HasReplica() {
		reads, age := g.db.ReplicaReads()
		count(replicaReads, float64(reads))
		gauge(replicaUsed, truth(age >= 0 && age < db.OldestRead))
	}
	var disk syscall.Statfs_t
	if syscall.Statfs(g.folder, &disk) == nil {
		gauge(diskFree, float64(disk.Bavail)*float64(disk.Bsize))
		gauge(diskSize, float64(disk.Blocks)*float64(disk.Bsize))
	}
	now := g.look()
	gauge(databaseUp, truth(now.up))
	if !now.up {
		return
	}
	gauge(logNewest, float64(now.newest))
	// The cursor may be ahead of what was read seconds ago.
	gauge(logBehind, float64(max(0, now.newest-g.hub.Cursor())), "live")
	gauge(logBehind, float64(now.notices), "notices")
	gauge(queueWaiting, float64(now.imports), "imports")
}

// look asks the database, at most once in lookEvery.
func (g *gauges) look() seen {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.at.IsZero() && time.Since(g.at) < lookEvery {
		return g.seen
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookPatience)
	defer cancel()
	var now seen
	var err error
	if now.newest, err = g.log.Newest(ctx); err == nil {
		if now.notices, err = g.notices.Behind(ctx); err == nil {
			now.imports, err = g.insights.Waiting(ctx)
		}
	}
	now.up = err == nil
	g.at, g.seen = time.Now(), now
	return now
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
