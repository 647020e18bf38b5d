package faults

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// doorbell is a NATS server of its own process, made from the version the product links.
type doorbell struct {
	binary, folder string
	listen         string
	port           int
	proc           *process
}

// buildNATS builds the server program that belongs to the library in go.mod.
func buildNATS(ctx context.Context, folder string) (string, error) {
	path := filepath.Join(folder, "nats-server")
	out, err := exec.CommandContext(ctx, "go", "build", "-o", path, "github.com/nats-io/nats-server/v2").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build NATS: %w\n%s", err, out)
	}
	return path, nil
}

func newDoorbell(ctx context.Context, binary, folder, listen string) (*doorbell, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	b := &doorbell{binary: binary, folder: folder, listen: listen, port: port}
	return b, b.start(ctx)
}

func (b *doorbell) addr() string { return net.JoinHostPort(b.listen, strconv.Itoa(b.port)) }

func (b *doorbell) start(ctx context.Context) error {
	p, err := start(exec.Command(b.binary, "-a", b.listen, "-p", strconv.Itoa(b.port)), filepath.Join(b.folder, "nats.log"))
	if err != nil {
		return err
	}
	b.proc = p
	_, err = await(ctx, time.Minute, "NATS", func() bool {
		c, err := net.DialTimeout("tcp", b.addr(), time.Second)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return err
}
