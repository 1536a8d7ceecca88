package linear_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// weeks has two starts a week that overlap, in two weeks: 0 and 1, 2 and 3.
func weeks() *linear.Board {
	first, second := []linear.Rule{{Slots: 0b0011, Max: 1}}, []linear.Rule{{Slots: 0b1100, Max: 1}}
	return &linear.Board{Rules: [][]linear.Rule{first, first, second, second}}
}

// series makes a call about the series of the cases 1 and 2, whose rows are then these.
func (h *history) series(kind linear.Kind, from int, slots []int, code linear.Code, rows ...linear.Row) *history {
	return h.add(linear.Op{Kind: kind, Case: 1, Cases: []int{1, 2}, From: from, Slots: slots}, linear.Answer{Code: code, Rows: rows})
}

func occurrence(number, slot int, state linear.State, version int64) linear.Row {
	return linear.Row{Case: number, Slot: slot, State: state, Version: version, Sequence: version - 1}
}

func TestCheckSeries(t *testing.T) {
	t.Parallel()
	const (
		ok, notFree       = linear.OK, linear.NotFree
		book, move, end   = linear.BookSeries, linear.MoveSeries, linear.EndSeries
		booked, cancelled = linear.Booked, linear.Cancelled
	)
	a, b := occurrence(1, 0, booked, 1), occurrence(2, 2, booked, 1)
	early, late := []int{0, 2}, []int{1, 3}
	series := func() *history { return new(history).series(book, 0, early, ok, a, b) }
	moved := []linear.Row{occurrence(1, 1, booked, 2), occurrence(2, 3, booked, 2)}
	for name, test := range map[string]struct {
		history *history
		want    linear.Verdict
	}{
		"books every week":               {series().book(3, 1, linear.Taken).book(4, 3, linear.Taken), linear.Linearizable},
		"books only the first week":      {series().book(3, 3, ok), linear.Violated},
		"books over another":             {new(history).book(3, 3, ok).series(book, 0, early, ok, a, b), linear.Violated},
		"all or none":                    {new(history).book(3, 3, ok).series(book, 0, early, notFree).book(4, 0, ok), linear.Linearizable},
		"a part of it":                   {new(history).book(3, 3, ok).series(book, 0, early, notFree).book(4, 0, linear.Taken), linear.Violated},
		"refused without reason":         {new(history).series(book, 0, early, notFree), linear.Violated},
		"moves all":                      {series().series(move, 0, late, ok, moved...).booked(moved...), linear.Linearizable},
		"moves and keeps the old":        {series().series(move, 0, late, ok, moved...).booked(a, b), linear.Violated},
		"moves from the second on":       {series().series(move, 1, late, ok, a, moved[1]).booked(a, moved[1]), linear.Linearizable},
		"moves a part":                   {series().series(move, 0, late, ok, moved[0], b), linear.Violated},
		"moves where it is":              {series().series(move, 0, early, ok, a, b), linear.Linearizable},
		"moves without reason not":       {series().series(move, 0, late, notFree), linear.Violated},
		"moves not over another":         {series().cancel(1, 2, ok).book(3, 1, ok).series(move, 0, late, linear.WrongState), linear.Linearizable},
		"leaves out what is called off":  {series().cancel(1, 2, ok).series(move, 1, late, ok, occurrence(1, 0, cancelled, 2), moved[1]), linear.Linearizable},
		"moves what is called off":       {series().cancel(1, 2, ok).series(move, 1, late, ok, moved...), linear.Violated},
		"ends":                           {series().series(end, 1, nil, ok, a, occurrence(2, 2, cancelled, 2)).book(3, 3, ok).book(4, 1, linear.Taken), linear.Linearizable},
		"ends and keeps":                 {series().series(end, 1, nil, ok, a, occurrence(2, 2, cancelled, 2)).book(3, 3, linear.Taken), linear.Violated},
		"ends too much":                  {series().series(end, 1, nil, ok, occurrence(1, 0, cancelled, 2), occurrence(2, 2, cancelled, 2)), linear.Violated},
		"a lost answer that counts":      {new(history).series(book, 0, early, linear.Unanswered).book(3, 1, linear.Taken).booked(a, b), linear.Linearizable},
		"a lost answer counts in part":   {new(history).series(book, 0, early, linear.Unanswered).booked(a), linear.Violated},
		"a lost answer of no effect":     {new(history).series(book, 0, early, linear.Unanswered).book(3, 1, ok).booked(occurrence(3, 1, booked, 1)), linear.Linearizable},
		"a lost move that counts":        {series().series(move, 0, late, linear.Unanswered).booked(moved...), linear.Linearizable},
		"a lost move that counts partly": {series().series(move, 0, late, linear.Unanswered).booked(moved[0], b), linear.Violated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, account := linear.Check(weeks(), test.history.events, 10*time.Second)
			require.Equal(t, test.want, got, account)
		})
	}
}
