package linear

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// Verdict is what the checker says of a history.
type Verdict = porcupine.CheckResult

// The verdicts. Unknown means that the checker ran out of time: it proves nothing.
const (
	Linearizable Verdict = porcupine.Ok
	Violated     Verdict = porcupine.Illegal
	Unknown      Verdict = porcupine.Unknown
)

// Check looks for an order of the calls, each somewhere between its beginning and its end, in which the board could
// have given the answers. It returns an account of the history when there is none.
func Check(b *Board, history []Event, limit time.Duration) (Verdict, string) {
	history = settle(history)
	operations := make([]porcupine.Operation, len(history))
	for i := range history {
		e := &history[i]
		operations[i] = porcupine.Operation{
			ClientId: i, Input: &e.Op, Output: &e.Answer, Call: e.Op.Call, Return: e.Op.Return, Metadata: e,
		}
	}
	model := b.model()
	verdict, info := porcupine.CheckOperationsVerbose(model, operations, limit)
	if verdict == porcupine.Ok {
		return verdict, ""
	}
	return verdict, account(history, info)
}

func (b *Board) model() porcupine.Model {
	seed := maphash.MakeSeed()
	model := porcupine.NondeterministicModel{
		Init: func() []any { return []any{rows(nil)} },
		Step: func(state, input, output any) []any {
			var out []any
			for _, s := range b.step(state.(rows), input.(*Op), output.(*Answer)) {
				out = append(out, s)
			}
			return out
		},
		Equal: func(a, b any) bool { return slices.Equal(a.(rows), b.(rows)) },
		Hash:  func(s any) uint64 { return s.(rows).hash(seed) },
	}
	return model.ToModel()
}

// settle uses that an appointment once made is there for ever: an unanswered booking that the last read does not show
// had not happened by then, and one that a read shows had happened when the read was over.
func settle(history []Event) []Event {
	last := int64(-1)
	var shown map[int]bool
	seen := make(map[int]int64)
	for i := range history {
		e := &history[i]
		if e.Op.Kind != ReadBooked || e.Answer.Code != OK {
			continue
		}
		present := make(map[int]bool)
		for _, r := range e.Answer.Rows {
			present[r.Case] = true
			if at, ok := seen[r.Case]; !ok || e.Op.Return < at {
				seen[r.Case] = e.Op.Return
			}
		}
		if e.Op.Call > last {
			last, shown = e.Op.Call, present
		}
	}
	bookings := make(map[int]int)
	over := int64(0)
	for i := range history {
		e := &history[i]
		if e.Op.Kind == Book || e.Op.Kind == BookHold {
			bookings[e.Op.Case]++
		}
		if e.Op.Return != Forever && (e.Op.Kind != ReadBooked || e.Op.Call != last) {
			over = max(over, e.Op.Return)
		}
	}
	var out []Event
	for _, e := range history {
		if e.Answer.Code == Unanswered && (e.Op.Kind == Book || e.Op.Kind == BookHold) {
			if last >= over && !shown[e.Op.Case] {
				continue
			}
			if at, ok := seen[e.Op.Case]; ok && bookings[e.Op.Case] == 1 {
				e.Op.Return = max(at, e.Op.Call)
			}
		}
		out = append(out, e)
	}
	return out
}

// account describes the longest order that could be found and what it leaves out.
func account(history []Event, info porcupine.LinearizationInfo) string {
	var longest []int
	for _, partition := range info.PartialLinearizations() {
		for _, order := range partition {
			if len(order) > len(longest) {
				longest = order
			}
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "the longest order has %d of %d calls; its end:\n", len(longest), len(history))
	for _, i := range longest[max(0, len(longest)-60):] {
		fmt.Fprintln(&text, history[i])
	}
	fmt.Fprintln(&text, "left out:")
	for i, n := 0, 0; i < len(history) && n < 12; i++ {
		if !slices.Contains(longest, i) {
			fmt.Fprintln(&text, history[i])
			n++
		}
	}
	return text.String()
}
