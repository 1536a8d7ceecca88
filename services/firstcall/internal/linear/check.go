package linear

import (
	"fmt"
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
	history = narrow(history)
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
	model := porcupine.NondeterministicModel{
		Init: func() []any { return []any{&table{}} },
		Step: func(state, input, output any) []any {
			next := b.step(state.(*table), input.(*Op), output.(*Answer))
			out := make([]any, len(next))
			for i, s := range next {
				out[i] = s
			}
			return out
		},
		Equal: func(a, b any) bool { return equal(a.(*table), b.(*table)) },
		Hash:  func(s any) uint64 { return s.(*table).sum },
	}
	return model.ToModel()
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
