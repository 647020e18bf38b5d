package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// olderCommit is the commit before the one that brought the newest migration.
func olderCommit(ctx context.Context) (string, error) {
	files, err := filepath.Glob("migrations/[0-9]*.sql")
	if err != nil || len(files) == 0 {
		return "", errors.New("no migrations here: run it in the checkout")
	}
	slices.Sort(files)
	newest := filepath.Base(files[len(files)-1])
	prefix, _, _ := strings.Cut(newest, "_")
	out, err := exec.CommandContext(ctx, "git", "log", "--diff-filter=A", "--format=%H", "-1", "--", "migrations/"+prefix+"_*").Output()
	commit := strings.TrimSpace(string(out))
	if err != nil || commit == "" {
		return "", fmt.Errorf("the commit of migration %s is not in this checkout", prefix)
	}
	if err := exec.CommandContext(ctx, "git", "cat-file", "-e", commit+"^").Run(); err != nil {
		return "", errors.New("the history is too short for the version before")
	}
	return commit + "^", nil
}

func canUpgrade(*Run) error {
	_, err := olderCommit(context.Background())
	return err
}

// buildOlder builds the version before in a worktree of its own, which is gone when it returns.
func buildOlder(ctx context.Context, folder string) (string, error) {
	binary := filepath.Join(folder, "talkoot-before")
	if _, err := os.Stat(binary); err == nil {
		return binary, nil // an earlier repeat has
	}
	commit, err := olderCommit(ctx)
	if err != nil {
		return "", err
	}
	tree := filepath.Join(folder, "before")
	if err := shell("git", "worktree", "add", "--quiet", "--force", "--detach", tree, commit); err != nil {
		return "", err
	}
	defer func() { _ = shell("git", "worktree", "remove", "--force", tree) }()
	cmd := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/talkoot")
	cmd.Dir = tree
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", commit, err, out)
	}
	return binary, nil
}

// rolling replaces two servers of the version before by two of this one, one at a time and under load, and goes back again (F12).
func rolling(ctx context.Context, r *Run, database string) (Result, error) {
	before, err := buildOlder(ctx, r.folder)
	if err != nil {
		return Result{}, err
	}
	bell, err := newDoorbell(ctx, r.nats, r.folder, "127.0.0.1")
	if err != nil {
		return Result{}, err
	}
	defer func() { bell.proc.kill() }()
	balancing, stop := context.WithCancel(ctx)
	defer stop()
	var front *balancer
	s := shape{database: database, nats: "nats://" + bell.addr(), replicas: 2, rate: 20, binary: before, old: true, front: func(w *World) (string, error) {
		var err error
		front, err = newBalancer(balancing, w.servers)
		if err != nil {
			return "", err
		}
		return front.listener.Addr().String(), nil
	}}
	var world *World
	result, err := under(ctx, r, s, func(w *World) error {
		world = w
		for _, binary := range []string{r.Binary, before} {
			for n := range w.servers {
				if err := w.replace(ctx, front, n, binary); err != nil {
					return err
				}
				if err := pause(ctx, r.length()); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if world != nil {
		for _, s := range world.strange.all() {
			result.problem("while versions changed: %s", s)
		}
	}
	return result, err
}

// replace starts a server of another version beside the one of this number, waits until it is ready, and lets the old one go.
func (w *World) replace(ctx context.Context, front *balancer, n int, binary string) error {
	old := w.servers[n]
	fresh := *old
	fresh.binary = binary
	port, err := freePort()
	if err != nil {
		return err
	}
	fresh.addr = fmt.Sprintf("127.0.0.1:%d", port)
	fresh.env = slices.Clone(old.env)
	fresh.without("TALKOOT_ADDR")
	fresh.env = append(fresh.env, "TALKOOT_ADDR="+fresh.addr)
	if err := fresh.start(); err != nil {
		return err
	}
	if _, err := fresh.ready(ctx, 60*time.Second); err != nil {
		fresh.proc.kill()
		return err
	}
	w.servers[n] = &fresh
	front.with(append(slices.Clone(w.servers), old))
	began := time.Now()
	err = old.proc.stop(45 * time.Second)
	front.with(w.servers)
	w.recovered = max(w.recovered, time.Since(began))
	return err
}
