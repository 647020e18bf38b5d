package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Code names what went wrong, for programs. Each code has one HTTP status (Code.Status).
type Code string

// The codes in use.
const (
	BadRequest       Code = "bad_request"        // 400: unreadable, unknown keys, trailing data
	Unauthorized     Code = "unauthorized"       // 401: no session, or it has ended
	Forbidden        Code = "forbidden"          // 403: may read, may not do this
	PhaseClosed      Code = "phase_closed"       // 403: the challenge's phase does not allow it now
	Secret           Code = "secret"             // 403: nobody may see it before the close
	NotFound         Code = "not_found"          // 404: does not exist, or must look as if it did not
	MethodNotAllowed Code = "method_not_allowed" // 405
	Conflict         Code = "conflict"           // 409: clashes with what is there
	InUse            Code = "in_use"             // 409: something stands on it; the message asks where that goes
	AnswersOwed      Code = "answers_owed"       // 409: ideas lack their answer
	Stale            Code = "stale"              // 412: changed by somebody else since it was read
	TooLarge         Code = "too_large"          // 413
	UnsupportedType  Code = "unsupported_type"   // 415
	Invalid          Code = "invalid"            // 422: fields say which and why
	PersonalData     Code = "personal_data"      // 422: names, mail addresses or phone numbers; say whether to mask or keep them
	VersionMissing   Code = "version_missing"    // 428: If-Match is needed
	TooMany          Code = "too_many"           // 429
	Internal         Code = "internal"           // 500: only ever made at the edge
	Unavailable      Code = "unavailable"        // 503: try again after RetryAfter
	StorageFull      Code = "storage_full"       // 507: writes wait, reads go on
)

var statuses = map[Code]int{
	BadRequest: 400, Unauthorized: 401, Forbidden: 403, PhaseClosed: 403, Secret: 403, NotFound: 404, MethodNotAllowed: 405, Conflict: 409, InUse: 409, AnswersOwed: 409,
	Stale: 412, TooLarge: 413, UnsupportedType: 415, Invalid: 422, PersonalData: 422, VersionMissing: 428, TooMany: 429, Internal: 500, Unavailable: 503, StorageFull: 507,
}

// Status is the HTTP status of a code; 500 for one that is not in the list.
func (c Code) Status() int {
	if s, ok := statuses[c]; ok {
		return s
	}
	return 500
}

// Field is one input that was refused, by its name in the specification.
type Field struct {
	Name   string
	Detail string
	Code   string
}

// Error is a refusal whose Message may be shown to anyone.
type Error struct {
	Code       Code
	Message    string
	Fields     []Field
	RetryAfter time.Duration // with Unavailable and TooMany
	cause      error
}

func (e *Error) Error() string {
	parts := []string{string(e.Code) + ": " + e.Message}
	for _, f := range e.Fields {
		parts = append(parts, f.Name+": "+f.Detail)
	}
	if e.cause != nil {
		parts = append(parts, e.cause.Error())
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives the cause, for the log; it is never shown.
func (e *Error) Unwrap() error { return e.cause }

// New makes a refusal with a message fit for the person who caused it.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap is New with a cause kept for the log.
func Wrap(cause error, code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), cause: cause}
}

// Bad refuses one field of an input.
func Bad(field, format string, args ...any) *Error {
	detail := fmt.Sprintf(format, args...)
	return &Error{Code: Invalid, Message: "Some fields need another look.", Fields: []Field{{Name: field, Detail: detail, Code: "invalid"}}}
}

// Missing says that an object does not exist for this reader.
func Missing(noun string) *Error {
	return New(NotFound, "This %s does not exist, or is not yours to see.", noun)
}

// Fields collects refusals of several fields, so that a form shows all of them at once.
type Fields []Field

// Add notes one more refused field.
func (f *Fields) Add(name, format string, args ...any) {
	*f = append(*f, Field{Name: name, Detail: fmt.Sprintf(format, args...), Code: "invalid"})
}

// Err is nil when nothing was refused.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Message: "Some fields need another look.", Fields: f}
}

// CodeOf finds the code of err; "" when it is nil or not a fault.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Is tells whether err is a fault of this code.
func Is(err error, code Code) bool { return CodeOf(err) == code && err != nil }
