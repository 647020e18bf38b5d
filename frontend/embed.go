// Package frontend carries the built pages inside the binary. It imports nothing of ours.
package frontend

import (
	"embed"
	"io/fs"
)

// all: keeps names that start with a dot or an underscore, which the bundler may choose.
//
//go:embed all:dist
var built embed.FS

// Files returns the built pages with index.html at the root. Beside most files lies the same content as NAME.br and
// NAME.gz. Everything under assets/ carries a hash in its name and may be cached for ever; nothing else may. Before
// the first `npm run build` it holds no index.html.
func Files() fs.FS {
	pages, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // impossible: the path is the constant embedded above
	}
	return pages
}
