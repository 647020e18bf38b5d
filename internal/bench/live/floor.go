package live

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// floorHub is the least that tells everybody: one goroutine reads each socket, and as many as there are processors write a message that
// was prepared once, one write a socket. It knows no rights, no numbers, no resuming and no slow readers.
type floorHub struct {
	upgrader websocket.Upgrader
	mu       sync.Mutex
	shards   []map[*websocket.Conn]struct{}
	next     int
}

// RunFloor serves the bare hub until ctx ends: GET /api/v1/live is a socket, POST /say tells its body to all. It prints its address.
func RunFloor(ctx context.Context, out io.Writer) error {
	h := &floorHub{upgrader: websocket.Upgrader{ReadBufferSize: 512, WriteBufferSize: 512, WriteBufferPool: &sync.Pool{}}}
	h.upgrader.CheckOrigin = func(*http.Request) bool { return true }
	for range runtime.GOMAXPROCS(0) {
		h.shards = append(h.shards, map[*websocket.Conn]struct{}{})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/live", h.live)
	mux.HandleFunc("POST /say", h.say)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	fmt.Fprintln(out, "http://"+listener.Addr().String())
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

func (h *floorHub) live(w http.ResponseWriter, r *http.Request) {
	conn, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	if conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"hello","seq":0}`)) != nil {
		return
	}
	h.mu.Lock()
	shard := h.shards[h.next%len(h.shards)]
	h.next++
	shard[conn] = struct{}{}
	h.mu.Unlock()
	go func() { // as ours: the request does not live as long as the socket
		for {
			if _, _, err := conn.NextReader(); err != nil {
				break
			}
		}
		h.mu.Lock()
		delete(shard, conn)
		h.mu.Unlock()
		_ = conn.Close()
	}()
}

func (h *floorHub) say(w http.ResponseWriter, r *http.Request) {
	text := new(strings.Builder)
	if _, err := io.Copy(text, io.LimitReader(r.Body, 1<<20)); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, []byte(text.String()))
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
	h.mu.Lock()
	defer h.mu.Unlock()
	var writing sync.WaitGroup
	for _, shard := range h.shards {
		writing.Go(func() {
			for conn := range shard {
				_ = conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
				_ = conn.WritePreparedMessage(message) // who is gone is found by reading
			}
		})
	}
	writing.Wait()
}
