package config

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// File reads settings from lines NAME=value, the same names as the variables; # begins a comment. It serves kong as a
// configuration loader, behind flags and variables.
func File(r io.Reader) (kong.Resolver, error) {
	values := map[string]string{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if !ok || name == "" {
			return nil, fmt.Errorf("line %d is not NAME=value", n)
		}
		value = strings.TrimSpace(value)
		if len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
			value = value[1 : len(value)-1]
		}
		values[name] = value
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return &fileResolver{values}, nil
}

type fileResolver struct{ values map[string]string }

// Validate refuses names that no setting has.
func (f *fileResolver) Validate(app *kong.Application) error {
	known := Names(app)
	for name := range f.values {
		if !known[name] {
			return fmt.Errorf("%s: there is no such setting", name)
		}
	}
	return nil
}

// Resolve gives kong the file's value for a flag. kong would let it win over the variable, so where one is set the file is silent.
func (f *fileResolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
		if v, ok := f.values[name]; ok {
			return v, nil
		}
	}
	return nil, nil
}

// Names is the set of variables that any command knows.
func Names(app *kong.Application) map[string]bool {
	known := map[string]bool{}
	_ = kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			for _, name := range flag.Envs {
				known[name] = true
			}
		}
		return next(nil)
	})
	return known
}

// Unknown lists the TALKOOT_* variables in environ that name no setting: most often a misspelling, which must not pass in
// silence. Variables for tests begin with TALKOOT_TEST_.
func Unknown(app *kong.Application, environ []string) []string {
	known := Names(app)
	var unknown []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "TALKOOT_") && !strings.HasPrefix(name, "TALKOOT_TEST_") && !known[name] {
			unknown = append(unknown, name)
		}
	}
	return unknown
}
