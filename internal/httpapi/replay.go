package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"talkoot/internal/replay"
)

// replay answers a POST with a known Idempotency-Key as it was answered the first time. It stands behind validate, so the body is
// small and readable; a file that is uploaded is neither and has no such key.
func (s *services) replay(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		key := r.Header.Get("Idempotency-Key")
		if r.Method != http.MethodPost || key == "" || strings.HasPrefix(r.Header.Get("Content-Type"), "text/csv") || strings.HasPrefix(r.Header.Get("Content-Type"), "application/octet-stream") {
			return next(c)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		sum := sha256.Sum256(append([]byte(r.URL.Path+"\n"), body...))
		again, request, err := s.Replays.Begin(r.Context(), actor(r.Context()), key, hex.EncodeToString(sum[:]))
		if err != nil {
			return err
		}
		if again != nil {
			return c.JSONBlob(again.Status, []byte(again.Body))
		}
		c.SetRequest(r.WithContext(request.Context(r.Context())))
		held := &heldWriter{ResponseWriter: c.Response().Writer}
		c.Response().Writer = held
		err = next(c)
		c.Response().Writer = held.ResponseWriter
		// The reader may have gone meanwhile; the answer is kept all the same.
		if keepErr := finish(context.WithoutCancel(r.Context()), request, held, err); keepErr != nil {
			s.Log.Warn("an answer could not be kept", "request", requestID(c), "error", keepErr.Error())
		}
		return errors.Join(err, held.send())
	}
}

// finish keeps what was answered. A refusal lets the key go; after anything else that went wrong nobody knows how far it came, and the
// key stays with what was written.
func finish(ctx context.Context, request *replay.Request, held *heldWriter, err error) error {
	status := held.status
	if err != nil {
		status = asFault(err).Code.Status()
	}
	switch {
	case status < 300:
		return request.Finish(ctx, max(status, http.StatusOK), held.body.String())
	case status < 500:
		return request.Refuse(ctx)
	}
	return nil
}

// heldWriter holds an answer back until it is kept.
type heldWriter struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *heldWriter) WriteHeader(status int)      { w.status = status }
func (w *heldWriter) Write(b []byte) (int, error) { return w.body.Write(b) }

// send gives the answer to the reader.
func (w *heldWriter) send() error {
	if w.status == 0 {
		return nil // nothing was answered: the error handler will
	}
	w.ResponseWriter.WriteHeader(w.status)
	_, err := w.ResponseWriter.Write(w.body.Bytes())
	return err
}

// Unwrap lets http.ResponseController through.
func (w *heldWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
