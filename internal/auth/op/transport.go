package op

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// Transport reaches the provider inside the process, without a socket: the product's server may not be listening yet, and what it
// asks of its own provider should not wait in its own queue. Any other address is refused.
func (p *Provider) Transport() http.RoundTripper { return transport{p} }

type transport struct{ provider *Provider }

// RoundTrip lets the provider answer.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != t.provider.issuer.Scheme || r.URL.Host != t.provider.issuer.Host {
		return nil, fmt.Errorf("the demonstration's sign-in is at %s only, not at %s", t.provider.issuer.Host, r.URL.Host)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	request := r.Clone(r.Context())
	if request.Body == nil {
		request.Body = http.NoBody
	}
	request.Host = r.URL.Host
	request.RequestURI = r.URL.RequestURI()
	defer request.Body.Close()
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	t.provider.serve(answer, request)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", answer.status, http.StatusText(answer.status)), StatusCode: answer.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: answer.header, Request: r,
		Body: io.NopCloser(&answer.body), ContentLength: int64(answer.body.Len()),
	}, nil
}

// recorder is a response that stays in memory.
type recorder struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

// Header is the answer's header.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader notes the status, the first time.
func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
}

// Write keeps a part of the body.
func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	return r.body.Write(b)
}
