package record

import (
	"fmt"
	"strings"
)

// tokenKind is what a piece of a BLT file is.
type tokenKind int

const (
	ended    tokenKind = iota // the file
	word                      // up to the next space
	quoted                    // "…"
	option                    // […]
	ballotID                  // (…)
)

type token struct {
	kind tokenKind
	text string
}

// String is how a message names the token.
func (t token) String() string {
	switch text := t.text; t.kind {
	case ended:
		return "the end of the file"
	case option:
		return "[" + text + "]"
	case ballotID:
		return "(" + text + ")"
	default:
		if len(text) > 60 {
			text = strings.ToValidUTF8(text[:60], "") + "…"
		}
		return fmt.Sprintf("%q", text)
	}
}

// bltScanner cuts a BLT file into tokens and leaves the comments out.
type bltScanner struct {
	rest string
	line int // of rest
	at   int // of the token read last
}

func (s *bltScanner) next() (token, error) {
	if err := s.skip(); err != nil {
		return token{}, err
	}
	s.at = s.line
	if s.rest == "" {
		return token{kind: ended}, nil
	}
	switch s.rest[0] {
	case '"':
		return s.enclosed(quoted, '"', "a name")
	case '[':
		return s.enclosed(option, ']', "an option")
	case '(':
		return s.enclosed(ballotID, ')', "a ballot's id")
	}
	end := strings.IndexAny(s.rest, " \t\r\n\v\f#\"[(")
	if comment := strings.Index(s.rest, "/*"); comment >= 0 && (end < 0 || comment < end) {
		end = comment
	}
	if end < 0 {
		end = len(s.rest)
	}
	t := token{word, s.rest[:end]}
	s.rest = s.rest[end:]
	return t, nil
}

// enclosed reads up to the closing mark, which has to come in the same line.
func (s *bltScanner) enclosed(kind tokenKind, closing byte, what string) (token, error) {
	inside := s.rest[1:]
	end := strings.IndexByte(inside, closing)
	if end < 0 || strings.Contains(inside[:end], "\n") {
		return token{}, &FormatError{Line: s.line, Reason: fmt.Sprintf("%s is not closed by %c in its line", what, closing)}
	}
	s.rest = inside[end+1:]
	return token{kind, inside[:end]}, nil
}

// skip passes over space and comments.
func (s *bltScanner) skip() error {
	for s.rest != "" {
		switch c := s.rest[0]; {
		case c == '\n':
			s.line++
			s.rest = s.rest[1:]
		case c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f':
			s.rest = s.rest[1:]
		case c == '#':
			end := strings.IndexByte(s.rest, '\n')
			if end < 0 {
				end = len(s.rest)
			}
			s.rest = s.rest[end:]
		case strings.HasPrefix(s.rest, "/*"):
			end := strings.Index(s.rest, "*/")
			if end < 2 {
				return &FormatError{Line: s.line, Reason: "a comment is not closed by */"}
			}
			s.line += strings.Count(s.rest[:end], "\n")
			s.rest = s.rest[end+2:]
		default:
			return nil
		}
	}
	return nil
}
