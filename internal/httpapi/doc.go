// Package httpapi implements the specification in api/openapi.yaml over HTTP. Each domain has one file with one small struct of
// methods; the compiler proves that every operation exists. Faults become application/problem+json in errors.go and nowhere
// else. Only this package imports httpapi/gen. It may import the domains, the foundations, auth and live; never GORM or NATS.
package httpapi
