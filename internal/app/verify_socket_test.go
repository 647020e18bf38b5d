package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// ear is a reader's socket, which is read all the time and comes back with the last number it has heard, as a page does.
type ear struct {
	h      *house
	who    string
	last   float64
	conn   *websocket.Conn
	frames chan map[string]any // nil when the socket has ended

	resumed, resyncs int
}

// open connects behind the last envelope that was heard.
func (e *ear) open() error {
	header := http.Header{"Authorization": {"Bearer " + e.h.tokens[e.who]}}
	address := fmt.Sprintf("ws%s/api/v1/live?after=%.0f", strings.TrimPrefix(e.h.http.URL, "http"), e.last)
	conn, _, err := websocket.DefaultDialer.Dial(address, header)
	if err != nil {
		return err
	}
	frames := make(chan map[string]any, 1024)
	go func() {
		defer close(frames)
		for {
			_, text, err := conn.ReadMessage()
			var frame map[string]any
			if err != nil || json.Unmarshal(text, &frame) != nil {
				return
			}
			frames <- frame
		}
	}()
	e.conn, e.frames = conn, frames
	return nil
}

// drop ends the socket without a word, as a train in a tunnel does.
func (e *ear) drop() {
	if e.conn != nil {
		_ = e.conn.Close()
	}
	e.conn = nil
}

// upTo gives what is told until the envelope with this number, each once and in order; where the socket has ended it comes back.
func (e *ear) upTo(seq float64) (news []map[string]any, err error) {
	timeout := time.After(time.Minute)
	for e.last < seq {
		if e.conn == nil {
			if err := e.open(); err != nil {
				return news, err
			}
			e.resumed++
		}
		select {
		case frame, ok := <-e.frames:
			if !ok {
				e.conn = nil
				continue
			}
			number, _ := frame["seq"].(float64)
			switch frame["type"] {
			case "event":
				if number <= e.last {
					return news, fmt.Errorf("envelope %v was told after %v", number, e.last)
				}
				e.last = number
				delete(frame, "type")
				news = append(news, frame)
			case "resync":
				e.last, e.resyncs = number, e.resyncs+1
				news = append(news, map[string]any{"kind": "(resync)"})
			}
		case <-timeout:
			return news, fmt.Errorf("the socket tells nothing behind %v, the log is at %v", e.last, seq)
		}
	}
	return news, nil
}
