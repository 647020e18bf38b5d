package app

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The import table of docs/architecture.md. A package that is not in it fails the test: a new room is entered here first.
var (
	domains = []string{"people", "challenge", "insight", "journey", "metric", "notice", "idea", "concept", "decision", "discussion", "roadmap", "search"}
	pure    = []string{"decision/tally", "decision/record"}

	mayImport = map[string][]string{
		"fault": {}, "policy": {"fault"}, "db": {"db/sqlite", "fault", "migrations"}, "db/sqlite": {}, "text": {"fault"}, "activity": {"db", "policy", "fault"},
		"lineage": {"db", "activity", "policy", "fault"}, "vote": {"db", "activity", "policy", "fault"}, "replay": {"db", "policy", "fault"},
		"decision/tally": {}, "decision/record": {"decision/tally"}, "roadmap/shrink": {"fault"},
		"blob": {"fault"}, "bus": {}, "mail": {}, "live": {"activity", "bus", "policy", "fault"},
		"auth": {"people", "db", "policy", "fault"}, "auth/op": {"fault"},
		"transfer": append([]string{"people", "challenge", "idea", "text"}, foundations...),
		"httpapi":  slices.Concat(domains, pure, foundations, []string{"auth", "live", "httpapi/gen", "replay", "text"}), "httpapi/gen": {},
		"config": {}, "limit": {"bus", "fault"}, "trace": {}, "backup": {"db", "blob", "fault", "migrations"},
	}
	foundations = []string{"fault", "policy", "db", "activity", "lineage", "vote"}
	// free may import anything; nothing but cmd imports app, and only tests import testkit.
	free = []string{"app", "demo", "testkit", "bench", "bench/company", "bench/floor", "bench/live", "faults"}
)

func TestImportTable(t *testing.T) {
	for _, d := range domains {
		mayImport[d] = append(slices.Clone(foundations), "text")
	}
	for _, d := range []string{"insight", "roadmap"} {
		mayImport[d] = append(mayImport[d], "blob")
	}
	mayImport["roadmap"] = append(mayImport["roadmap"], "roadmap/shrink")
	mayImport["decision"] = append(mayImport["decision"], "decision/tally", "decision/record")
	seen := map[string]bool{}
	eachGoFile(t, func(room, file string, imports []string) {
		seen[room] = true
		test := strings.HasSuffix(file, "_test.go")
		for _, path := range imports {
			ours, inHouse := strings.CutPrefix(path, "talkoot/internal/")
			switch {
			case inHouse && test:
				// Tests may bring rooms together that the product keeps apart.
			case inHouse && ours == "testkit":
				t.Errorf("%s imports testkit: only tests may", file)
			case inHouse && ours == "app" && !strings.HasPrefix(room, "cmd/"):
				t.Errorf("%s imports app: only cmd may", file)
			case inHouse && !slices.Contains(free, room) && !strings.HasPrefix(room, "cmd/") && !slices.Contains(mayImport[room], ours):
				t.Errorf("%s imports %s: the import table does not allow it", file, ours)
			case strings.HasPrefix(path, "gorm.io/") && !test && !gormAllowed(room, file):
				t.Errorf("%s imports GORM: only db and files named store*.go may", file)
			case strings.HasPrefix(path, "github.com/nats-io/") && room != "bus" && !test:
				t.Errorf("%s imports NATS: only bus may", file)
			case strings.HasPrefix(path, "gocloud.dev/") && room != "blob" && !test:
				t.Errorf("%s imports gocloud.dev: only blob may", file)
			case strings.HasPrefix(path, "go.opentelemetry.io/") && room != "trace" && !test:
				t.Errorf("%s imports OpenTelemetry: only trace may", file)
			case strings.HasPrefix(path, "github.com/wneessen/") && room != "mail" && !test:
				t.Errorf("%s imports go-mail: only mail may", file)
			case path == "talkoot/internal/httpapi/gen" && room != "httpapi" && !test:
				t.Errorf("%s imports the generated code: only httpapi may", file)
			case slices.Contains(pure, room) && strings.Contains(strings.Split(path, "/")[0], "."):
				t.Errorf("%s imports %s: counting uses the standard library only", file, path)
			}
		}
	})
	for room := range seen {
		_, listed := mayImport[room]
		if !listed && !slices.Contains(free, room) && !strings.HasPrefix(room, "cmd/") {
			t.Errorf("package %s is not in the import table", room)
		}
	}
}

// Every room says at its door what it is for.
func TestEveryRoomHasADoor(t *testing.T) {
	rooms := map[string]bool{}
	eachGoFile(t, func(room, file string, _ []string) {
		if room != "httpapi/gen" && !strings.HasPrefix(room, "cmd/") {
			rooms[filepath.Dir(file)] = true
		}
	})
	for dir := range rooms {
		text, err := os.ReadFile(filepath.Join(dir, "doc.go"))
		if err != nil || !strings.HasPrefix(string(text), "// Package ") {
			t.Errorf("%s has no doc.go that begins with a package comment", dir)
		}
	}
}

func gormAllowed(room, file string) bool {
	return room == "db" || room == "db/sqlite" || room == "testkit" || strings.HasPrefix(filepath.Base(file), "store")
}

// eachGoFile visits our hand-written and generated files: room is the package's path under internal/, or cmd/….
func eachGoFile(t *testing.T, visit func(room, file string, imports []string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	for _, top := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") {
				return err
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			var imports []string
			for _, i := range parsed.Imports {
				name, err := strconv.Unquote(i.Path.Value)
				if err != nil {
					return err
				}
				imports = append(imports, name)
			}
			room, err := filepath.Rel(filepath.Join(root, "internal"), filepath.Dir(path))
			if err != nil {
				return err
			}
			if top == "cmd" {
				room = "cmd/" + filepath.Base(room)
			}
			visit(filepath.ToSlash(room), path, imports)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
