package bench

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server under measurement.
type process struct {
	name  string
	host  string
	cmd   *exec.Cmd
	log   string
	ready time.Duration // from its start to its first ready answer
}

// freeAddress is a port of this machine that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// start runs a program that will listen on host, and waits until it is ready.
func start(ctx context.Context, name, host, logDir string, environment []string, program string, args ...string) (*process, error) {
	p := &process{name: name, host: host, cmd: exec.Command(program, args...), log: filepath.Join(logDir, name+".log")}
	p.cmd.Env = append(os.Environ(), environment...)
	log, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p.cmd.Stdout, p.cmd.Stderr = log, log
	started := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	gone := make(chan error, 1)
	go func() { gone <- p.cmd.Wait() }()
	for {
		if answer, err := http.Get("http://" + host + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				p.ready = time.Since(started)
				return p, nil
			}
		}
		select {
		case err := <-gone:
			text, _ := os.ReadFile(p.log)
			return nil, fmt.Errorf("%s ended: %w: %s", name, err, strings.TrimSpace(string(text)))
		case <-ctx.Done():
			p.stop()
			return nil, ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
		if time.Since(started) > time.Minute {
			p.stop()
			return nil, fmt.Errorf("%s was not ready within a minute", name)
		}
	}
}

func (p *process) stop() { _ = p.cmd.Process.Signal(syscall.SIGKILL) }

// cpu is the processor time that a process has used, all its threads together; 0 where it is gone.
func cpu(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond // the kernel tells hundredths of a second
}

// memory is the memory that a process holds, bytes.
func memory(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10
		}
	}
	return 0
}

// backends sums the processor time of PostgreSQL's processes on this machine that serve a database; 0 where it runs elsewhere.
func backends(pids []int) time.Duration {
	var sum time.Duration
	for _, pid := range pids {
		sum += cpu(pid)
	}
	return sum
}

// allocated is how many pieces of memory the process has allocated so far, and how many bytes; zeros where it does not tell.
func (p *process) allocated() (sum [2]float64) {
	answer, err := http.Get("http://" + p.host + "/metrics")
	if err != nil {
		return sum
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		for i, name := range []string{"go_memstats_mallocs_total ", "go_memstats_alloc_bytes_total "} {
			if value, ok := strings.CutPrefix(lines.Text(), name); ok {
				sum[i], _ = strconv.ParseFloat(value, 64)
			}
		}
	}
	return sum
}
