package httpapi

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/labstack/echo/v4"

	"talkoot/internal/httpapi/gen"
)

func TestPagesOfNobody(t *testing.T) {
	files := fstest.MapFS{
		"index.html": {Data: []byte(`<script type="module" crossorigin src="/a.js"></script><link rel="modulepreload" crossorigin href="/b.js"><body><div id="root"></div></body>`)}, "index.html.gz": {Data: []byte("gz page")},
		"landing.html":               {Data: []byte(`<p class="a">%company% decides</p>`)},
		"landing-demonstration.html": {Data: []byte(`<p>%company% is fictional</p>`)},
	}
	const plain = `<script type="module" crossorigin src="/a.js"></script><link rel="modulepreload" crossorigin href="/b.js"><body><div id="root"></div></body>`
	for _, shape := range []struct {
		demonstration bool
		words         string
	}{
		{false, `<p class="a">Salo &lt;&amp;&#34; Co decides</p>`},
		{true, `<p>Salo &lt;&amp;&#34; Co is fictional</p>`},
	} {
		p, err := newPages(files, gen.Company{Name: `Salo <&" Co`, Demonstration: shape.demonstration, Departments: []string{}})
		if err != nil {
			t.Fatal(err)
		}
		e := echo.New()
		p.register(e.Group("", func(next echo.HandlerFunc) echo.HandlerFunc { return next }))
		landing := `<script defer src="/warm.js" data-files="/b.js /a.js"></script><body><div id="root">` + shape.words + `</div></body>`
		for _, try := range []struct{ path, cookie, accepts, body string }{
			{"/", "", "", landing},
			{"/", "", "gzip, br", landing},
			{"/?from=mail", "", "", landing},
			{"/", "other", "", landing},
			{"/", "talkoot-login", "", landing}, // signing in has begun, no more
			{"/", "talkoot", "", plain},
			{"/", "__Host-talkoot", "", plain},
			{"/ideas", "", "", plain},
			{"/index.html", "", "", plain},
		} {
			r := httptest.NewRequest(http.MethodGet, try.path, nil)
			r.Header.Set("Accept-Encoding", try.accepts)
			if try.cookie != "" {
				r.AddCookie(&http.Cookie{Name: try.cookie, Value: "x"})
			}
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			body := io.Reader(w.Body)
			if try.accepts != "" {
				if w.Header().Get("Content-Encoding") != "gzip" {
					t.Fatalf("%+v: %v", try, w.Header())
				}
				if body, err = gzip.NewReader(w.Body); err != nil {
					t.Fatal(err)
				}
			}
			got, err := io.ReadAll(body)
			if err != nil {
				t.Fatal(err)
			}
			if w.Code != 200 || string(got) != try.body || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Security-Policy") != pagePolicy ||
				!strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				t.Errorf("%+v: %d %s %v", try, w.Code, got, w.Header())
			}
		}
		for _, path := range []string{"/landing.html", "/landing-demonstration.html"} {
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			if w.Code != http.StatusNotFound {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	}

	files["index.html"] = &fstest.MapFile{Data: []byte(`<div id="app"></div>`)}
	if _, err := newPages(files, gen.Company{}); err == nil {
		t.Error("a page without a place for the words is taken")
	}
}
