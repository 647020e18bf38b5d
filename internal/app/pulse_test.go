package app

import (
	"errors"
	"testing"
	"time"
)

// The figure begins with the first mail that fails, ends with one that goes out, and is given up with the mails themselves.
func TestMailFailing(t *testing.T) {
	began := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	p, away := &pulse{}, errors.New("away")
	for _, step := range []struct {
		at   time.Duration
		sent error
		want time.Duration // one second later
	}{
		{0, nil, 0}, {time.Minute, away, time.Second}, {2 * time.Minute, away, time.Minute + time.Second}, {11 * time.Minute, away, 10*time.Minute + time.Second},
		{12 * time.Minute, nil, 0}, {time.Hour, away, time.Second},
	} {
		p.mailWent(step.sent, began.Add(step.at))
		if got := p.mailFailing(began.Add(step.at + time.Second)); got != step.want {
			t.Errorf("after %s: %s, want %s", step.at, got, step.want)
		}
	}
	if got := p.mailFailing(began.Add(time.Hour + givenUp + time.Second)); got != 0 {
		t.Errorf("an hour after the last try: %s", got)
	}
}
