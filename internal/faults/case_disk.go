package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"talkoot/internal/db"
)

// fill takes all room that is left in a folder; what it gives is freed again by removing the file.
func fill(folder string) (string, error) {
	path := filepath.Join(folder, "filler")
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	block := make([]byte, 64<<10)
	for size := len(block); size > 0; {
		if _, err := f.Write(block[:size]); err != nil {
			size /= 2
		}
	}
	return path, nil
}

// fullDisk lets the folder of the database run full under load: writes are refused with 507, reads go on, and with room again so do
// writes, without a restart.
func fullDisk(ctx context.Context, r *Run, database string) (Result, error) {
	folder := filepath.Join(r.folder, fmt.Sprintf("full-%d", r.worlds))
	undo, err := mountTmpfs(folder, 16)
	if err != nil {
		return Result{}, err
	}
	defer undo()
	return under(ctx, r, shape{database: database, folder: folder}, func(w *World) error {
		filler, err := fill(folder)
		if err != nil {
			return err
		}
		c := newClient(w.target(0), w.staff[0].token, nil)
		post := func(n int) answer {
			return c.ask(ctx, "POST", "/api/v1/challenges/"+w.challenge+"/ideas", map[string]any{"title": fmt.Sprint("full ", n), "body": string(bytes.Repeat([]byte("word "), 3000))})
		}
		n := 0
		_, err = await(ctx, 20*time.Second, "a write refused with 507", func() bool { n++; return post(n).status == http.StatusInsufficientStorage })
		if err != nil {
			return fmt.Errorf("%w; the last got %d", err, post(n+1).status)
		}
		if err := pause(ctx, w.run.length()); err != nil {
			return err
		}
		for _, path := range []string{"/api/v1/challenges/" + w.challenge + "/ideas", "/api/v1/me", "/api/v1/feed", "/api/v1/ideas/" + w.shared[0]} {
			if a := c.ask(ctx, "GET", path, nil); a.status != http.StatusOK {
				return fmt.Errorf("reading %s from a full disk: %d %.200s", path, a.status, a.body)
			}
		}
		if err := os.Remove(filler); err != nil {
			return err
		}
		w.recovered, err = await(ctx, 20*time.Second, "writing again", func() bool { n++; return post(n).status == http.StatusCreated })
		return errors.Join(err, integrity(ctx, w.url))
	})
}

// integrity asks SQLite whether its file is whole.
func integrity(ctx context.Context, url string) error {
	d, err := db.Open(ctx, url, nil)
	if err != nil {
		return err
	}
	defer d.Close()
	var said string
	err = d.Read(ctx, func(tx *db.Tx) error { return tx.Raw(`PRAGMA integrity_check`).Scan(&said).Error })
	if err == nil && said != "ok" {
		return fmt.Errorf("integrity_check says %s", said)
	}
	return err
}

// fullFiles lets the folder for uploads run full: an upload is refused with 507, and everything else does not notice.
func fullFiles(ctx context.Context, r *Run, database string) (Result, error) {
	folder := filepath.Join(r.folder, fmt.Sprintf("files-%d", r.worlds))
	undo, err := mountTmpfs(folder, 16)
	if err != nil {
		return Result{}, err
	}
	defer undo()
	picture, err := noise()
	if err != nil {
		return Result{}, err
	}
	result, err := under(ctx, r, shape{database: database, blob: "file://" + folder}, func(w *World) error {
		upload := func() int { return w.upload(ctx, picture) }
		if got := upload(); got != http.StatusCreated {
			return fmt.Errorf("an upload with room: %d", got)
		}
		filler, err := fill(folder)
		if err != nil {
			return err
		}
		if got := upload(); got != http.StatusInsufficientStorage {
			return fmt.Errorf("an upload without room: %d, not 507", got)
		}
		if err := os.Remove(filler); err != nil {
			return err
		}
		w.recovered, err = await(ctx, 20*time.Second, "an upload with room again", func() bool { return upload() == http.StatusCreated })
		return err
	})
	if result.Unknown > 0 {
		result.problem("%d writes did not go through while only the folder for files was full", result.Unknown)
	}
	return result, err
}

// noise is a picture that cannot be made small.
func noise() ([]byte, error) {
	m := image.NewGray(image.Rect(0, 0, 900, 900))
	seed := uint32(1)
	for i := range m.Pix {
		seed = seed*1664525 + 1013904223
		m.Pix[i] = color.Gray{Y: uint8(seed >> 24)}.Y
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

func (w *World) upload(ctx context.Context, body []byte) int {
	request, err := http.NewRequestWithContext(ctx, "POST", "http://"+publicHost+"/api/v1/pictures", bytes.NewReader(body))
	if err != nil {
		return 0
	}
	request.Header.Set("Content-Type", "application/octet-stream")
	request.Header.Set("Authorization", "Bearer "+w.staff[0].token)
	response, err := (&http.Client{Timeout: patience, Transport: &http.Transport{DialContext: dialer(w.target(0)), DisableKeepAlives: true}}).Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// powerCut takes the disk away under SQLite (F11): what the file behind the file system holds at one moment is all that is left.
func powerCut(ctx context.Context, r *Run, database string) (Result, error) {
	folder := filepath.Join(r.folder, fmt.Sprintf("disk-%d", r.worlds))
	before, err := newDisk(folder, 128)
	if err != nil {
		return Result{}, err
	}
	defer before.close()
	var after *disk
	defer func() {
		if after != nil {
			after.close()
		}
	}()
	var world *World
	result, err := func() (Result, error) {
		w, err := newWorld(ctx, r, shape{database: database, folder: folder})
		world = w
		if err != nil {
			return Result{}, err
		}
		if err := errors.Join(w.begin(ctx), pause(ctx, w.moment())); err != nil {
			return Result{}, err
		}
		server := w.servers[0]
		server.proc.signal(stopSignal)
		after, err = before.copy(folder + "-after")
		server.proc.kill()
		if err != nil {
			return Result{}, err
		}
		w.moved(after.folder)
		if err := integrity(ctx, w.url); err != nil {
			return Result{}, err
		}
		if w.recovered, err = server.restart(ctx); err != nil {
			return Result{}, err
		}
		if err := pause(ctx, w.run.length()/2); err != nil {
			return Result{}, err
		}
		return w.settle(ctx), nil
	}()
	if world != nil {
		world.close() // before the disks go
	}
	return result, err
}

// moved leads the server to another folder.
func (w *World) moved(folder string) {
	w.url = "sqlite://" + filepath.Join(folder, "talkoot.db")
	w.servers[0].without("TALKOOT_DATA", "TALKOOT_DATABASE_URL")
	w.servers[0].env = append(w.servers[0].env, "TALKOOT_DATA="+folder, "TALKOOT_DATABASE_URL="+w.url)
}
