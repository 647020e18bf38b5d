package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
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
		a := actor(r.Context())
		again, err := s.Replays.Begin(r.Context(), a, key, hex.EncodeToString(sum[:]))
		if err != nil {
			return err
		}
		if again != nil {
			return c.JSONBlob(again.Status, []byte(again.Body))
		}
		out := &copyWriter{ResponseWriter: c.Response().Writer}
		c.Response().Writer = out
		err = next(c)
		c.Response().Writer = out.ResponseWriter
		status := c.Response().Status
		if err != nil || status >= 300 {
			status = 0 // a refusal is not kept: mended, the same key may go through
		}
		// The reader may have gone meanwhile; the answer is kept all the same.
		if keepErr := s.Replays.Finish(context.WithoutCancel(r.Context()), a, key, status, out.body.String()); keepErr != nil {
			s.Log.Warn("an answer could not be kept", "request", requestID(c), "error", keepErr.Error())
		}
		return err
	}
}

// copyWriter keeps a copy of what is answered.
type copyWriter struct {
	http.ResponseWriter
	body bytes.Buffer
}

func (w *copyWriter) Write(b []byte) (int, error) {
	w.body.Write(b)
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController through.
func (w *copyWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
