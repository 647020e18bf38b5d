package httpapi

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"talkoot/internal/httpapi/gen"
)

// landing is the page for somebody without a session: index.html with its words in it and without the application, which such a
// page does not need. It is composed once.
type landing struct{ page, zipped []byte }

var (
	moduleScript  = regexp.MustCompile(`<script type="module"[^>]* src="([^"]+)"></script>`)
	modulePreload = regexp.MustCompile(`\s*<link rel="modulepreload"[^>]* href="([^"]+)">`)
)

// newLanding returns nil when the build left no markup.
func newLanding(files fs.FS, company gen.Company) (*landing, error) {
	name := "landing.html"
	if company.Demonstration {
		name = "landing-demonstration.html"
	}
	words, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("landing page: %w", err)
	}
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		return nil, fmt.Errorf("landing page: %w", err)
	}
	before, after, found := strings.Cut(string(index), `<div id="root"></div>`)
	if !found {
		return nil, errors.New("landing page: index.html has no empty element #root")
	}
	// The scripts are fetched ahead by warm.js, once the page stands, and run after signing in.
	var scripts []string
	for _, found := range append(modulePreload.FindAllStringSubmatch(before, -1), moduleScript.FindAllStringSubmatch(before, -1)...) {
		scripts = append(scripts, found[1])
	}
	before = modulePreload.ReplaceAllLiteralString(before, "")
	before = moduleScript.ReplaceAllLiteralString(before, `<script defer src="/warm.js" data-files="`+strings.Join(scripts, " ")+`"></script>`)
	l := &landing{page: []byte(before + `<div id="root">` + strings.ReplaceAll(string(words), "%company%", html.EscapeString(company.Name)) + `</div>` + after)}
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(l.page)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("landing page: %w", err)
	}
	l.zipped = zipped.Bytes()
	return l, nil
}

// nobodyHere says whether the request carries no session at all. One that has ended is the front end's to find out.
func nobodyHere(r *http.Request) bool {
	for _, name := range []string{"__Host-talkoot", "talkoot"} {
		if _, err := r.Cookie(name); err == nil {
			return false
		}
	}
	return true
}

func (l *landing) send(c echo.Context) error {
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, echo.MIMETextHTMLCharsetUTF8, l.zipped)
	}
	return c.Blob(http.StatusOK, echo.MIMETextHTMLCharsetUTF8, l.page)
}
