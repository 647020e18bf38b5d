package httpapi

import (
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"talkoot/internal/httpapi/gen"
)

// pagePolicy is the Content-Security-Policy of the page. Styles and scripts are files of our own; there is nothing inline.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// pages serves the built front end: hashed assets for ever, the page itself never from a cache. Each file stands beside its
// compressed forms, made by the build.
type pages struct {
	files   fs.FS
	built   bool
	landing *landing // nil without the build's markup
}

func newPages(files fs.FS, company gen.Company) (*pages, error) {
	_, err := fs.Stat(files, "index.html")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("pages: %w", err)
	}
	p := &pages{files: files, built: err == nil}
	if p.built {
		if p.landing, err = newLanding(files, company); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *pages) register(g *echo.Group) {
	for _, path := range []string{"/", "/*"} { // a group answers its own root with "not found" unless told
		g.GET(path, p.serve)
		g.HEAD(path, p.serve)
	}
}

func (p *pages) serve(c echo.Context) error {
	name := strings.TrimPrefix(path.Clean("/"+c.Request().URL.Path), "/")
	if strings.HasPrefix(name, "api/") || strings.HasPrefix(name, "auth/") {
		return echo.ErrNotFound // a program asks, and must not be answered with a page
	}
	if name != "" && name != "index.html" {
		if strings.HasPrefix(name, "landing") && path.Ext(name) == ".html" {
			return echo.ErrNotFound // half a page, for landing only
		}
		compressed := strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
		if info, err := fs.Stat(p.files, name); err == nil && !info.IsDir() && !compressed {
			if strings.HasPrefix(name, "assets/") {
				c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			} else {
				c.Response().Header().Set("Cache-Control", "no-cache")
			}
			return p.send(c, name)
		}
		if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" {
			return echo.ErrNotFound
		}
	}
	if !p.built {
		return c.String(http.StatusOK, "Talkoot runs. The pages are not in this binary: build it with make build.\n")
	}
	// Every other address is a page of the front end, which finds its own way.
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", pagePolicy)
	if name == "" && p.landing != nil && nobodyHere(c.Request()) {
		return p.landing.send(c)
	}
	return p.send(c, "index.html")
}

// send answers one file in the best form the reader takes.
func (p *pages) send(c echo.Context, name string) error {
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	kind := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".woff2" {
		kind = "font/woff2" // not in every machine's table
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	accepted := c.Request().Header.Get("Accept-Encoding")
	for _, form := range []struct{ encoding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !strings.Contains(accepted, form.encoding) {
			continue
		}
		if body, err := fs.ReadFile(p.files, name+form.suffix); err == nil {
			h.Set("Content-Encoding", form.encoding)
			return c.Blob(http.StatusOK, kind, body)
		}
	}
	body, err := fs.ReadFile(p.files, name)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, kind, body)
}
