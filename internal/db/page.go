package db

import (
	"encoding/base64"
	"strings"

	"talkoot/internal/fault"
)

// Page is one stretch of a list: at most Limit items (1 to 100) behind Cursor (empty: from the start).
type Page struct {
	Limit  int
	Cursor string
}

// EncodeCursor packs the sort keys of a page's last item, so that the next page goes on right behind it.
func EncodeCursor(keys ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(keys, "\x00")))
}

// DecodeCursor unpacks n sort keys; a cursor that no list gave out is refused.
func DecodeCursor(cursor string, n int) ([]string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	keys := strings.Split(string(raw), "\x00")
	if err != nil || len(keys) != n {
		return nil, fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
	}
	return keys, nil
}
