package httpapi

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"talkoot/internal/httpapi/gen"
)

// landing is the page for somebody without a session: index.html with its words in it already, so that they are read
// before any script has come, and with the company, so that the script need not ask.
// Departments are left out: the landing page shows none, and signing in loads a page anew. It is composed once.
type landing struct{ page, zipped []byte }

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
	data, err := json.Marshal(company) // escapes what could end the script element
	if err != nil {
		return nil, fmt.Errorf("landing page: %w", err)
	}
	before, after, found := strings.Cut(string(index), `<div id="root"></div>`)
	if !found {
		return nil, errors.New("landing page: index.html has no empty element #root")
	}
	// The words are there; what makes them one's own page must not take the line from the styles and the font.
	before = strings.NewReplacer(`<script type="module"`, `<script type="module" fetchpriority="low"`,
		`<link rel="modulepreload"`, `<link rel="modulepreload" fetchpriority="low"`).Replace(before)
	l := &landing{page: []byte(before + `<div id="root">` + strings.ReplaceAll(string(words), "%company%", html.EscapeString(company.Name)) +
		`</div><script type="application/json" id="company">` + string(data) + `</script>` + after)}
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
