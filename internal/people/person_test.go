package people

import (
	"strings"
	"testing"

	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

func TestCleanNameTakesOutWhatCannotBeSeen(t *testing.T) {
	for name, want := range map[string]string{
		"  Aino   Lumme ":                 "Aino Lumme",
		"Aino\u200bLumme":                 "AinoLumme",
		"\u202eemmuL\u202c Aino\u2066":    "emmuL Aino",
		"A\u0308ija\u0308 \ufeffKorpi":    "Äijä Korpi",
		"Tab\tand\nline\x00 end\u00ad":    "Tab and line end",
		"Eve\u200d\u200c\u061c\u2060\x7f": "Eve",
		"\u200b\u200b":                    "",
	} {
		if got := CleanName(name); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNewIsRefusedFieldByField(t *testing.T) {
	_, err := New{Email: "no address", Name: "\u200b", Department: strings.Repeat("ä", 121), Roles: []policy.Role{"boss"}}.clean()
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("got %v", err)
	}
	for _, field := range []string{"email:", "name:", "department:", "role:"} {
		if !strings.Contains(err.Error(), field) {
			t.Errorf("no word of %s in %v", field, err)
		}
	}
	n, err := New{Email: " Aino.LUMME@Example.com ", Name: strings.Repeat("👩‍💻"[:4], 120)}.clean()
	if err != nil || n.Email != "aino.lumme@example.com" {
		t.Fatalf("got %q, %v", n.Email, err)
	}
}

func TestClaimsNeverKeepAnybodyOut(t *testing.T) {
	c := Claims{Email: "not an address", EmailVerified: true, Name: "\u200b", Department: strings.Repeat("a", 500), Picture: "javascript:alert(1)", Locale: "??"}.clean()
	if c.Email != "" || c.EmailVerified || c.Name != "Colleague" || len(c.Department) != 120 || c.Picture != "" || c.Locale != "" {
		t.Fatalf("got %+v", c)
	}
	c = Claims{Email: "aino@example.com", Picture: "https://pictures.example/a.png", Locale: "fi_FI"}.clean()
	if c.Name != "aino" || c.Picture != "https://pictures.example/a.png" || c.Locale != "fi-FI" {
		t.Fatalf("got %+v", c)
	}
}
