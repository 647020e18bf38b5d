package httpapi

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/labstack/echo/v4"

	"talkoot/internal/httpapi/gen"
)

func TestPages(t *testing.T) {
	p, err := newPages(fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html>page")}, "index.html.br": {Data: []byte("br page")},
		"favicon.svg": {Data: []byte("<svg/>")}, "assets/a-1.js": {Data: []byte("js")}, "assets/a-1.js.gz": {Data: []byte("gz js")},
	}, gen.Company{Name: "Havulinna"})
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	p.register(e.Group("", func(next echo.HandlerFunc) echo.HandlerFunc { return next }))
	for _, try := range []struct{ path, accepts, body, encoding, cache string }{
		{"/", "", "<!doctype html>page", "", "no-store"},
		{"/", "gzip, br", "br page", "br", "no-store"},
		{"/ideas/01a2-3", "", "<!doctype html>page", "", "no-store"},
		{"/assets/a-1.js", "gzip", "gz js", "gzip", "public, max-age=31536000, immutable"},
		{"/assets/a-1.js", "br", "js", "", "public, max-age=31536000, immutable"},
		{"/favicon.svg", "", "<svg/>", "", "no-cache"},
	} {
		r := httptest.NewRequest(http.MethodGet, try.path, nil)
		r.Header.Set("Accept-Encoding", try.accepts)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != 200 || w.Body.String() != try.body || w.Header().Get("Content-Encoding") != try.encoding || w.Header().Get("Cache-Control") != try.cache {
			t.Errorf("%s (%s): %d %q %v", try.path, try.accepts, w.Code, w.Body.String(), w.Header())
		}
		if page := try.body != "js" && try.encoding != "gzip" && try.path != "/favicon.svg"; page && w.Header().Get("Content-Security-Policy") != pagePolicy {
			t.Errorf("%s has the policy %q", try.path, w.Header().Get("Content-Security-Policy"))
		}
	}
	for _, path := range []string{"/assets/gone.js", "/index.html.br", "/../go.mod", "/api/v1/nothing", "/auth/nothing", "/nothing.php"} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: %d %q", path, w.Code, w.Body.String())
		}
	}
}
