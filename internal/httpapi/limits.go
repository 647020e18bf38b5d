package httpapi

import (
	"github.com/labstack/echo/v4"

	"talkoot/internal/auth"
	"talkoot/internal/fault"
)

// Limiter counts requests and refuses those too many, with TooMany and the time to wait.
type Limiter interface {
	Person(id string) error
	Address(ip string) error
}

// limited counts the request of whoever asks: a person on all their devices together, or the address of somebody unknown. It stands
// behind authenticate. Health, metrics and pages are not limited: they must answer when nothing else does, and cost next to nothing.
func (s *services) limited(next echo.HandlerFunc) echo.HandlerFunc {
	if s.Limit == nil {
		return next
	}
	return func(c echo.Context) error {
		err := error(nil)
		if a := auth.IdentityFrom(c.Request().Context()).Actor; a.PersonID != "" {
			err = s.Limit.Person(a.PersonID)
		} else {
			err = s.Limit.Address(c.RealIP())
		}
		if err != nil {
			return err
		}
		return next(c)
	}
}

// limitedAddress counts the request of an address, for sign-in.
func (s *services) limitedAddress(next echo.HandlerFunc) echo.HandlerFunc {
	if s.Limit == nil {
		return next
	}
	return func(c echo.Context) error {
		if c.Path() != "/auth/style.css" {
			if err := s.Limit.Address(c.RealIP()); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// guessed counts a request whose session or token was refused, so that nobody tries them one after the other; it gives the refusal to
// answer with.
func (s *services) guessed(c echo.Context, refusal error) error {
	if s.Limit == nil || !fault.Is(refusal, fault.Unauthorized) {
		return refusal
	}
	if err := s.Limit.Address(c.RealIP()); err != nil {
		return err
	}
	return refusal
}
