package faults

import (
	"fmt"
	"math"
	"time"

	"github.com/anishathalye/porcupine"
)

// edition is the state of the one idea that several change at once.
type edition struct {
	version int
	text    string
}

// edits is what an idea with If-Match must behave as: a change goes through on the version it rests on, and is refused on another.
func edits(start edition) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return start },
		Step: func(state, input, output any) (bool, any) {
			s, in, out := state.(edition), input.(Op), output.(Op)
			if in.Kind == "read" {
				return out.Version == s.version && out.Text == s.text, s
			}
			fits := in.Value == s.version
			next := edition{s.version + 1, in.Text}
			switch out.Outcome {
			case OK:
				return fits && out.Version == next.version, next
			case Refused:
				return !fits || out.Status != 412, s
			default: // it may have gone through, now or later
				if fits {
					return true, next
				}
				return true, s
			}
		},
		Equal: func(a, b any) bool { return a == b },
	}
}

// register is what one person's vote on one idea must behave as.
func register() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return 0 },
		Step: func(state, input, output any) (bool, any) {
			in, out := input.(Op), output.(Op)
			switch {
			case in.Kind == "read":
				return out.Value == state.(int), state
			case out.Outcome == Refused:
				return true, state
			}
			return true, in.Value
		},
		Equal: func(a, b any) bool { return a == b },
	}
}

// linear checks one history; it is an error when it is no possible one, or when that could not be found out in time.
func linear(model porcupine.Model, history []Op, what string) error {
	var list []porcupine.Operation
	for n, op := range history {
		end := int64(op.Returned)
		if op.Outcome == Unknown {
			end = math.MaxInt64 // it may take effect at any time from its call on
		}
		list = append(list, porcupine.Operation{ClientId: n, Input: op, Call: int64(op.Invoked), Output: op, Return: end})
	}
	switch porcupine.CheckOperationsTimeout(model, list, 20*time.Second) {
	case porcupine.Ok:
		return nil
	case porcupine.Unknown:
		return fmt.Errorf("%s: %d operations could not be judged in 20 s", what, len(list))
	}
	return fmt.Errorf("%s: no order of %d operations explains what was answered", what, len(list))
}
