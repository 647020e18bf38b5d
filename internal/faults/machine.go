package faults

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// shell runs one program and gives what it said when it failed.
func shell(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}

func needsRoot() error {
	if os.Getuid() != 0 {
		return errors.New("not root")
	}
	return nil
}

// canMount tries a mount of a small tmpfs.
func canMount(r *Run) error {
	if err := needsRoot(); err != nil {
		return err
	}
	undo, err := mountTmpfs(filepath.Join(r.folder, "try-tmpfs"), 1)
	if err != nil {
		return err
	}
	undo()
	return nil
}

// mountTmpfs makes a folder that holds so many MiB.
func mountTmpfs(folder string, mib int) (undo func(), err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%dm", mib)); err != nil {
		return nil, fmt.Errorf("mount a tmpfs: %w", err)
	}
	return func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) }, nil
}

// canLoop tries a file system on a file.
func canLoop(r *Run) error {
	if err := needsRoot(); err != nil {
		return err
	}
	d, err := newDisk(filepath.Join(r.folder, "try-disk"), 16)
	if err != nil {
		return err
	}
	d.close()
	return nil
}

// disk is ext4 on a file, behind a loop device: what the file holds is what a power cut would leave.
type disk struct {
	file, folder, device string
	mounted              bool
}

func newDisk(path string, mib int) (*disk, error) {
	d := &disk{file: path + ".img", folder: path}
	f, err := os.Create(d.file)
	if err != nil {
		return nil, err
	}
	err = errors.Join(f.Truncate(int64(mib)<<20), f.Close())
	if err == nil {
		err = shell("mkfs.ext4", "-q", "-F", d.file)
	}
	if err == nil {
		err = d.mount()
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// mount gives the file a loop device and mounts it; the journal is played back as after any power cut.
func (d *disk) mount() error {
	if err := os.MkdirAll(d.folder, 0o755); err != nil {
		return err
	}
	out, err := exec.Command("losetup", "--find", "--show", d.file).CombinedOutput()
	if err != nil {
		return fmt.Errorf("losetup: %w: %s", err, strings.TrimSpace(string(out)))
	}
	d.device = strings.TrimSpace(string(out))
	if err := shell("mount", "-t", "ext4", d.device, d.folder); err != nil {
		return err
	}
	d.mounted = true
	return nil
}

func (d *disk) close() {
	if d.mounted {
		_ = syscall.Unmount(d.folder, 0)
		d.mounted = false
	}
	if d.device != "" {
		_ = shell("losetup", "--detach", d.device)
		d.device = ""
	}
	_ = os.Remove(d.file)
}

// copy gives the disk as it would be after a power cut at this moment.
func (d *disk) copy(path string) (*disk, error) {
	c := &disk{file: path + ".img", folder: path}
	if err := shell("cp", "--sparse=always", d.file, c.file); err != nil {
		return nil, err
	}
	if err := c.mount(); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// lan is a bridge on this machine with network namespaces around it: replicas that can be cut off one by one.
type lan struct {
	bridge, prefix string
	names          []string
}

// canCut tries one namespace.
func canCut(*Run) error {
	if err := needsRoot(); err != nil {
		return err
	}
	l, err := newLAN(1)
	if err != nil {
		return err
	}
	l.close()
	return nil
}

func newLAN(hosts int) (*lan, error) {
	tag := os.Getpid() % 10000
	l := &lan{bridge: fmt.Sprintf("tkf%d", tag), prefix: fmt.Sprintf("10.213.%d", tag%250)}
	steps := [][]string{{"link", "add", l.bridge, "type", "bridge"}, {"addr", "add", l.prefix + ".1/24", "dev", l.bridge}, {"link", "set", l.bridge, "up"}}
	for n := range hosts {
		name := fmt.Sprintf("%sn%d", l.bridge, n)
		l.names = append(l.names, name)
		steps = append(steps, []string{"netns", "add", name}, []string{"link", "add", l.cable(n), "type", "veth", "peer", "name", "eth0", "netns", name},
			[]string{"link", "set", l.cable(n), "master", l.bridge}, []string{"link", "set", l.cable(n), "up"},
			[]string{"-n", name, "addr", "add", l.host(n) + "/24", "dev", "eth0"}, []string{"-n", name, "link", "set", "eth0", "up"}, []string{"-n", name, "link", "set", "lo", "up"})
	}
	for _, s := range steps {
		if err := shell("ip", s...); err != nil {
			l.close()
			return nil, err
		}
	}
	return l, nil
}

func (l *lan) cable(n int) string { return fmt.Sprintf("%sv%d", l.bridge, n) }
func (l *lan) host(n int) string  { return fmt.Sprintf("%s.%d", l.prefix, 11+n) }
func (l *lan) gateway() string    { return l.prefix + ".1" }

func (l *lan) cut(n int) error  { return shell("ip", "link", "set", l.cable(n), "down") }
func (l *lan) heal(n int) error { return shell("ip", "link", "set", l.cable(n), "up") }

func (l *lan) close() {
	for n, name := range l.names {
		_ = shell("ip", "link", "del", l.cable(n))
		_ = shell("ip", "netns", "del", name)
	}
	_ = shell("ip", "link", "del", l.bridge)
}
