package auth

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// keysEvery is how soon keys may be fetched anew: a token with a key nobody knows makes the library ask each time, so whoever can
// make tokens could make us flood the provider.
const keysEvery = 10 * time.Second

var errKeysFresh = errors.New("the provider's keys were fetched a moment ago")

// keyDoor lets the library's key set through to the provider: at once when it has no keys yet, else once in keysEvery.
type keyDoor struct {
	set  *oidc.RemoteKeySet
	next http.RoundTripper
	now  func() time.Time

	mu     sync.Mutex
	filled bool
	last   time.Time
	away   error // why the last fetch came to nothing
}

func newKeyDoor(client *http.Client, address string, now func() time.Time) *keyDoor {
	door := &keyDoor{next: client.Transport, now: now}
	own := *client
	own.Transport = door
	door.set = oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), &own), address)
	return door
}

// RoundTrip fetches keys, or refuses to.
func (d *keyDoor) RoundTrip(r *http.Request) (*http.Response, error) {
	d.mu.Lock()
	if d.filled && d.now().Sub(d.last) < keysEvery {
		d.mu.Unlock()
		return nil, errKeysFresh
	}
	d.mu.Unlock()
	answer, err := d.next.RoundTrip(r)
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case err != nil:
		d.away = err
	case answer.StatusCode != http.StatusOK:
		d.away = errors.New("the provider's keys: " + answer.Status)
	default:
		if d.filled {
			d.last = d.now()
		}
		d.filled, d.away = true, nil
	}
	return answer, err
}

// failure says why the last fetch came to nothing; nil when it did not.
func (d *keyDoor) failure() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.away
}
