package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

type cli struct {
	Config kong.ConfigFlag
	Settings
}

// parse reads settings the way the command does: flags, then variables, then the file.
func parse(t *testing.T, file string, env map[string]string, args ...string) (Settings, error) {
	t.Helper()
	for name, value := range env {
		t.Setenv(name, value)
	}
	if file != "" {
		path := filepath.Join(t.TempDir(), "talkoot.env")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config", path)
	}
	var c cli
	parser, err := kong.New(&c, kong.Configuration(File))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return c.Settings, err
}

func TestFlagBeforeVariableBeforeFile(t *testing.T) {
	file := "# ours\nTALKOOT_COMPANY = \"From the file\"\nTALKOOT_ADDR=127.0.0.1:1\nTALKOOT_DATA=/from/file\n"
	s, err := parse(t, file, map[string]string{"TALKOOT_ADDR": "127.0.0.1:2", "TALKOOT_DATA": "/from/env"}, "--data", "/from/flag")
	if err != nil {
		t.Fatal(err)
	}
	if s.Company != "From the file" || s.Addr != "127.0.0.1:2" || s.Data != "/from/flag" || s.DatabaseURL != "sqlite:///from/flag/talkoot.db" {
		t.Errorf("got %+v", s)
	}
}

func TestWrongSettingsAreNamed(t *testing.T) {
	for _, try := range []struct{ name, value, says string }{
		{"TALKOOT_ADDR", "8080", "TALKOOT_ADDR"}, {"TALKOOT_URL", "talkoot.example.com", "TALKOOT_URL"},
		{"TALKOOT_URL", "http://talkoot.example.com", "https://"}, {"TALKOOT_URL", "https://example.com/talkoot", "TALKOOT_URL"},
		{"TALKOOT_DATABASE_URL", "mysql://x", "TALKOOT_DATABASE_URL"}, {"TALKOOT_NATS_URL", "redis://x", "TALKOOT_NATS_URL"},
		{"TALKOOT_OIDC_ISSUER", "http://login.example.com", "TALKOOT_OIDC_ISSUER"}, {"TALKOOT_OIDC_ISSUER", "https://login.example.com", "TALKOOT_OIDC_CLIENT_ID"},
		{"TALKOOT_TURNOUT_EVERY", "10", "turnout-every"}, {"TALKOOT_TURNOUT_EVERY", "1ms", "TALKOOT_TURNOUT_EVERY"}, {"TALKOOT_LOG_LEVEL", "loud", "log-level"},
		{"TALKOOT_SMTP_URL", "mail.example.com", "TALKOOT_SMTP_URL"}, {"TALKOOT_BLOB_URL", "https://x", "TALKOOT_BLOB_URL"},
	} {
		t.Run(try.name+"="+try.value, func(t *testing.T) {
			if _, err := parse(t, "", map[string]string{try.name: try.value}); err == nil || !strings.Contains(err.Error(), try.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line with %s", err, try.says)
			}
		})
	}
	if _, err := parse(t, "TALKOOT_ADRESS=x\n", nil); err == nil || !strings.Contains(err.Error(), "TALKOOT_ADRESS") {
		t.Errorf("a misspelt name in the file: %v", err)
	}
	if _, err := parse(t, "just words\n", nil); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a line that is none: %v", err)
	}
}
