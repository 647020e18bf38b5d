package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// DefaultURL is where people come when nothing else is said.
const DefaultURL = "http://localhost:8080"

// Settings is every setting. The tags name flag, variable, default and meaning; README lists the same.
type Settings struct {
	Addr        string   `env:"TALKOOT_ADDR" default:"127.0.0.1:8080" help:"Address to listen on." placeholder:"HOST:PORT"`
	URL         string   `name:"url" env:"TALKOOT_URL" default:"http://localhost:8080" help:"The address people use: cookies, links and the redirect URI of sign-in." placeholder:"URL"`
	DatabaseURL string   `env:"TALKOOT_DATABASE_URL" help:"sqlite://PATH or postgres://… (default: talkoot.db in the data folder)." placeholder:"URL"`
	ReplicaURL  string   `name:"database-replica-url" env:"TALKOOT_DATABASE_REPLICA_URL" help:"A streaming replica of the PostgreSQL database, for reads that may be a second old (default: everything is read from the database itself)." placeholder:"URL"`
	Connections int      `name:"database-connections" env:"TALKOOT_DATABASE_CONNECTIONS" default:"16" help:"Most connections to PostgreSQL, and as many again to its replica."`
	Data        string   `env:"TALKOOT_DATA" default:"./data" help:"Folder of the embedded database and of uploaded files." placeholder:"DIR"`
	NATSURL     string   `name:"nats-url" env:"TALKOOT_NATS_URL" help:"The cluster's NATS, when several replicas run (default: in process)." placeholder:"URL"`
	Company     string   `env:"TALKOOT_COMPANY" default:"Talkoot" help:"The company's name, as the pages show it."`
	Departments []string `env:"TALKOOT_DEPARTMENTS" help:"Departments in the order that gives each its colour (default: by name)." placeholder:"NAME,…"`

	OIDC  OIDC  `embed:"" prefix:"oidc-"`
	Roles Roles `embed:"" prefix:"role-"`

	SMTPURL string `name:"smtp-url" env:"TALKOOT_SMTP_URL" help:"Mail server for reminders, smtp://user:password@host:port or smtps://…; ?from= is the sender's address; empty: no mail." placeholder:"URL"`
	// Part of the fixed settings from the first day, so that an installation's file need not change when the product begins to use it.
	BlobURL string `env:"TALKOOT_BLOB_URL" help:"Where uploaded files go, file:///folder or s3://bucket?region=… (default: files in the data folder)." placeholder:"URL"`

	TurnoutEvery time.Duration `env:"TALKOOT_TURNOUT_EVERY" default:"10m" help:"How often the number of cast ballots is refreshed, so that it does not tell who has just voted." placeholder:"DURATION"`
	TrustProxy   bool          `env:"TALKOOT_TRUST_PROXY" help:"Take the client's address from X-Forwarded-For; only behind a proxy that sets it."`
	LimitPerson  int           `env:"TALKOOT_LIMIT_PERSON" default:"1200" help:"Most requests of one person a minute, on all replicas together; 0: no limit."`
	LimitAddress int           `env:"TALKOOT_LIMIT_ADDRESS" default:"6000" help:"Most requests of one address a minute without a session, sign-in among them; 0: no limit. A whole office may share an address."`
	LogLevel     string        `env:"TALKOOT_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
	LogFormat    string        `env:"TALKOOT_LOG_FORMAT" default:"text" enum:"text,json" help:"text or json."`
	TraceURL     string        `env:"TALKOOT_TRACE_URL" help:"Where traces go, OpenTelemetry over HTTP, such as http://collector:4318 (default: no traces)." placeholder:"URL"`
	TraceRatio   float64       `env:"TALKOOT_TRACE_RATIO" default:"0.1" help:"Share of requests that are traced, 0 to 1."`
}

// OIDC is single sign-on.
type OIDC struct {
	Issuer          string   `env:"TALKOOT_OIDC_ISSUER" help:"The provider's issuer address." placeholder:"URL"`
	ClientID        string   `env:"TALKOOT_OIDC_CLIENT_ID" help:"As registered at the provider."`
	ClientSecret    string   `env:"TALKOOT_OIDC_CLIENT_SECRET" help:"As registered at the provider; empty for a public client."`
	Scopes          []string `env:"TALKOOT_OIDC_SCOPES" default:"openid,profile,email" help:"What to ask the provider for."`
	ClaimName       string   `env:"TALKOOT_OIDC_CLAIM_NAME" default:"name" help:"Claim with the person's name."`
	ClaimEmail      string   `env:"TALKOOT_OIDC_CLAIM_EMAIL" default:"email" help:"Claim with the mail address."`
	ClaimDepartment string   `env:"TALKOOT_OIDC_CLAIM_DEPARTMENT" default:"department" help:"Claim with the department."`
	ClaimPicture    string   `env:"TALKOOT_OIDC_CLAIM_PICTURE" default:"picture" help:"Claim with the picture's address."`
	ClaimLocale     string   `env:"TALKOOT_OIDC_CLAIM_LOCALE" default:"locale" help:"Claim with the language."`
	ClaimGroups     string   `env:"TALKOOT_OIDC_CLAIM_GROUPS" default:"groups" help:"Claim with the groups."`
}

// Roles maps groups of single sign-on to roles. Everyone who signs in is a member.
type Roles struct {
	Leader      string `env:"TALKOOT_ROLE_LEADER" help:"Group whose people are leaders." placeholder:"GROUP"`
	Facilitator string `env:"TALKOOT_ROLE_FACILITATOR" help:"Group whose people are facilitators." placeholder:"GROUP"`
	Admin       string `env:"TALKOOT_ROLE_ADMIN" help:"Group whose people are admins." placeholder:"GROUP"`
}

// Validate names the first setting that cannot be meant, and fills what follows from others. kong calls it after reading.
func (s *Settings) Validate() error {
	if _, port, err := net.SplitHostPort(s.Addr); err != nil || port == "" {
		return fmt.Errorf("TALKOOT_ADDR: %q is not HOST:PORT", s.Addr)
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return fmt.Errorf("TALKOOT_URL: %q is not an address such as https://talkoot.example.com", s.URL)
	}
	if u.Scheme == "http" && !IsLoopback(u.Hostname()) {
		return fmt.Errorf("TALKOOT_URL: %q must begin with https://; plain http is for this machine only", s.URL)
	}
	s.URL = strings.TrimSuffix(s.URL, "/")
	if s.DatabaseURL == "" {
		s.DatabaseURL = "sqlite://" + filepath.Join(s.Data, "talkoot.db")
	}
	if !hasScheme(s.DatabaseURL, "sqlite", "postgres", "postgresql") {
		return errors.New("TALKOOT_DATABASE_URL: must begin with sqlite:// or postgres://")
	}
	if s.ReplicaURL != "" && (!hasScheme(s.ReplicaURL, "postgres", "postgresql") || hasScheme(s.DatabaseURL, "sqlite")) {
		return errors.New("TALKOOT_DATABASE_REPLICA_URL: must begin with postgres://, and so must TALKOOT_DATABASE_URL")
	}
	if s.Connections < 4 {
		return fmt.Errorf("TALKOOT_DATABASE_CONNECTIONS: %d is less than 4", s.Connections)
	}
	if s.LimitPerson < 0 || s.LimitAddress < 0 {
		return errors.New("TALKOOT_LIMIT_PERSON, TALKOOT_LIMIT_ADDRESS: less than 0")
	}
	if s.TraceURL != "" && !hasScheme(s.TraceURL, "http", "https") {
		return errors.New("TALKOOT_TRACE_URL: must begin with http:// or https://")
	}
	if s.TraceRatio < 0 || s.TraceRatio > 1 {
		return fmt.Errorf("TALKOOT_TRACE_RATIO: %g is not between 0 and 1", s.TraceRatio)
	}
	if s.NATSURL != "" && !hasScheme(s.NATSURL, "nats", "tls", "ws", "wss") {
		return fmt.Errorf("TALKOOT_NATS_URL: must begin with nats:// or tls://")
	}
	if s.SMTPURL != "" && !hasScheme(s.SMTPURL, "smtp", "smtps") {
		return errors.New("TALKOOT_SMTP_URL: must begin with smtp:// or smtps://")
	}
	if s.BlobURL != "" && !hasScheme(s.BlobURL, "file", "s3") {
		return errors.New("TALKOOT_BLOB_URL: must begin with file:// or s3://")
	}
	if s.OIDC.Issuer != "" {
		i, err := url.Parse(s.OIDC.Issuer)
		if err != nil || i.Host == "" || (i.Scheme != "https" && !(i.Scheme == "http" && IsLoopback(i.Hostname()))) {
			return fmt.Errorf("TALKOOT_OIDC_ISSUER: %q is not an https:// address", s.OIDC.Issuer)
		}
		if s.OIDC.ClientID == "" {
			return errors.New("TALKOOT_OIDC_CLIENT_ID: needed with TALKOOT_OIDC_ISSUER")
		}
	}
	if s.TurnoutEvery < time.Second {
		return fmt.Errorf("TALKOOT_TURNOUT_EVERY: %s is less than a second", s.TurnoutEvery)
	}
	return nil
}

// PublicURL is URL, parsed; Validate has seen that it can be.
func (s *Settings) PublicURL() *url.URL {
	u, err := url.Parse(s.URL)
	if err != nil {
		panic(err) // impossible after Validate
	}
	return u
}

// IsLoopback tells whether host names this machine. Names under localhost do too (RFC 6761, section 6.3): with one of them
// containers and the browser beside them call the same thing by the same name.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || (ip != nil && ip.IsLoopback())
}

func hasScheme(address string, schemes ...string) bool {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok || rest == "" {
		return false
	}
	for _, s := range schemes {
		if scheme == s {
			return true
		}
	}
	return false
}
