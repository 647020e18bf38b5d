package auth

import (
	"net/url"
	"strings"
)

// safeReturn gives the local path to go to after sign-in; whatever could lead elsewhere becomes the front page. A browser reads
// "//host" and "/\host" as another host, and drops tabs and line ends before it reads.
func safeReturn(raw string) string {
	if len(raw) > 2000 || !strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, "//") || strings.Contains(raw, `\`) {
		return "/"
	}
	for _, r := range raw {
		if r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) {
			return "/"
		}
	}
	u, err := url.Parse(raw)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil {
		return "/"
	}
	// Back to sign-in itself would be a circle.
	if strings.Contains(u.Path, "//") || strings.HasPrefix(u.Path, "/auth/") || strings.ContainsAny(u.Path, "\\\x00\r\n\t") {
		return "/"
	}
	return u.String()
}
