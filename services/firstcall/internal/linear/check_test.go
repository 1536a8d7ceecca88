package linear_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// board has two slots of one provider that overlap, and a third one that two providers take.
func board() *linear.Board {
	pair := []linear.Rule{{Slots: 0b011, Max: 1}}
	return &linear.Board{Rules: [][]linear.Rule{pair, pair, {{Slots: 0b100, Max: 2}}}}
}

// boardOfTwo is the same board when the third slot is with somebody else.
func boardOfTwo() *linear.Board {
	b := board()
	b.With = []string{"ana", "ana", "ben"}
	return b
}

// history builds a history, one call after the other unless told otherwise.
type history struct {
	events []linear.Event
	now    int64
}

func (h *history) add(op linear.Op, a linear.Answer) *history {
	if op.Call == 0 {
		h.now += 10
		op.Call, op.Return = h.now, h.now+5
	}
	if a.Code == linear.Unanswered {
		op.Return = linear.Forever
	}
	h.events = append(h.events, linear.Event{Client: len(h.events), Op: op, Answer: a})
	return h
}

func (h *history) book(number, slot int, code linear.Code) *history {
	return h.add(linear.Op{Kind: linear.Book, Case: number, Slots: []int{slot}},
		linear.Answer{Code: code, Row: linear.Row{Slot: slot, State: linear.Booked, Version: 1}})
}

func (h *history) hold(number, slot int, expire int64) *history {
	return h.add(linear.Op{Kind: linear.Hold, Case: number, Slots: []int{slot}, For: expire - h.now - 12},
		linear.Answer{Code: linear.OK, Expire: expire})
}

func (h *history) bookHold(number, slot int, version int64, code linear.Code) *history {
	return h.add(linear.Op{Kind: linear.BookHold, Case: number, Slots: []int{slot}},
		linear.Answer{Code: code, Row: linear.Row{Slot: slot, State: linear.Booked, Version: version}})
}

func (h *history) move(number, slot int, version int64, code linear.Code) *history {
	return h.add(linear.Op{Kind: linear.Move, Case: number, Slots: []int{slot}}, linear.Answer{
		Code: code, Row: linear.Row{Slot: slot, State: linear.Booked, Version: version, Sequence: version - 1},
	})
}

func (h *history) several(number int, slots []int, code linear.Code) *history {
	return h.add(linear.Op{Kind: linear.HoldSeveral, Case: number, Slots: slots, For: 1000},
		linear.Answer{Code: code, Expire: h.now + 1012})
}

func (h *history) extend(number int, code linear.Code) *history {
	return h.add(linear.Op{Kind: linear.Extend, Case: number, For: 100}, linear.Answer{Code: code, Expire: h.now + 112})
}

func (h *history) cancel(number int, version int64, code linear.Code) *history {
	return h.add(linear.Op{Kind: linear.Cancel, Case: number}, linear.Answer{Code: code, Row: linear.Row{
		Slot: 0, State: linear.Cancelled, Version: version, Sequence: version - 1,
	}})
}

func (h *history) open(slots uint64) *history {
	return h.add(linear.Op{Kind: linear.ReadOpen, Slots: []int{0, 1, 2}}, linear.Answer{Code: linear.OK, Open: slots})
}

func (h *history) booked(rows ...linear.Row) *history {
	return h.add(linear.Op{Kind: linear.ReadBooked}, linear.Answer{Code: linear.OK, Rows: rows})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const ok, taken, noHold = linear.OK, linear.Taken, linear.NoHold
	first := linear.Row{Case: 1, Slot: 0, State: linear.Booked, Version: 1}
	for name, test := range map[string]struct {
		history *history
		want    linear.Verdict
	}{
		"one wins":                         {new(history).book(1, 0, ok).book(2, 0, taken), linear.Linearizable},
		"double booking":                   {new(history).book(1, 0, ok).book(2, 0, ok), linear.Violated},
		"double booking of an overlap":     {new(history).book(1, 0, ok).book(2, 1, ok), linear.Violated},
		"two providers":                    {new(history).book(1, 2, ok).book(2, 2, ok).book(3, 2, taken), linear.Linearizable},
		"a third for two providers":        {new(history).book(1, 2, ok).book(2, 2, ok).book(3, 2, ok), linear.Violated},
		"refused without reason":           {new(history).book(1, 0, taken), linear.Violated},
		"booked over a hold":               {new(history).hold(1, 0, 1000).book(2, 1, ok), linear.Violated},
		"a lapsed hold is in nobody's way": {new(history).hold(1, 0, 18).book(2, 1, ok).bookHold(1, 0, 2, noHold), linear.Linearizable},
		"a lapsed hold is booked":          {new(history).hold(1, 0, 18).book(2, 2, ok).bookHold(1, 0, 2, ok), linear.Violated},
		"a live hold is gone":              {new(history).hold(1, 0, 1000).bookHold(1, 0, 2, noHold), linear.Violated},
		"a hold that lapses meanwhile": {
			new(history).hold(1, 0, 22).bookHold(1, 0, 2, ok).book(2, 1, taken), linear.Linearizable,
		},
		"a hold is booked twice":     {new(history).hold(1, 0, 1000).bookHold(1, 0, 2, ok).bookHold(1, 0, 2, ok), linear.Violated},
		"a wrong version":            {new(history).hold(1, 0, 1000).bookHold(1, 0, 1, ok), linear.Violated},
		"a move frees the old":       {new(history).book(1, 0, ok).move(1, 2, 2, ok).book(2, 0, ok), linear.Linearizable},
		"a move to its own overlap":  {new(history).book(1, 0, ok).move(1, 1, 2, ok), linear.Linearizable},
		"a move keeps the old":       {new(history).book(1, 0, ok).move(1, 2, 2, ok).book(2, 0, taken), linear.Violated},
		"a move onto another":        {new(history).book(1, 2, ok).book(2, 0, ok).move(1, 1, 2, ok), linear.Violated},
		"a sequence that stays":      {new(history).book(1, 0, ok).move(1, 2, 2, ok).move(1, 0, 2, ok), linear.Violated},
		"cancelling frees":           {new(history).book(1, 0, ok).cancel(1, 2, ok).book(2, 1, ok), linear.Linearizable},
		"cancelled twice":            {new(history).book(1, 0, ok).cancel(1, 2, ok).cancel(1, 3, ok), linear.Violated},
		"the rest is released":       {new(history).several(1, []int{0, 2}, ok).bookHold(1, 2, 2, ok).book(2, 0, ok), linear.Linearizable},
		"the rest stays held":        {new(history).several(1, []int{0, 2}, ok).bookHold(1, 2, 2, ok).book(2, 0, taken), linear.Violated},
		"all or none":                {new(history).book(1, 0, ok).several(2, []int{2, 1}, taken).book(3, 2, ok).book(4, 2, ok), linear.Linearizable},
		"a part of several":          {new(history).book(1, 0, ok).several(2, []int{2, 1}, ok), linear.Violated},
		"three extensions":           {new(history).hold(1, 0, 1000).extend(1, ok).extend(1, ok).extend(1, ok).extend(1, linear.ExtensionsUsed), linear.Linearizable},
		"a fourth extension":         {new(history).hold(1, 0, 1000).extend(1, ok).extend(1, ok).extend(1, ok).extend(1, ok), linear.Violated},
		"several are not extended":   {new(history).several(1, []int{0, 2}, ok).extend(1, ok), linear.Violated},
		"a stale list":               {new(history).book(1, 0, ok).booked(), linear.Violated},
		"a list":                     {new(history).book(1, 0, ok).booked(first), linear.Linearizable},
		"open although booked":       {new(history).book(1, 0, ok).open(0b110), linear.Violated},
		"what is open":               {new(history).book(1, 0, ok).open(0b100), linear.Linearizable},
		"a lost answer that counts":  {new(history).book(1, 0, linear.Unanswered).book(2, 0, taken).booked(first), linear.Linearizable},
		"a lost answer of no effect": {new(history).book(1, 0, linear.Unanswered).book(2, 0, ok), linear.Linearizable},
		"a lost answer works late": {
			new(history).book(1, 0, linear.Unanswered).open(0b111).open(0b100).booked(first), linear.Linearizable,
		},
		"a lost answer works and does not": {
			new(history).book(1, 0, linear.Unanswered).open(0b100).open(0b111).booked(first), linear.Violated,
		},
		"a booking is lost": {new(history).book(1, 0, ok).booked(first).booked(), linear.Violated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, account := linear.Check(board(), test.history.events, 10*time.Second)
			require.Equal(t, test.want, got, account)
			require.Equal(t, got == linear.Linearizable, account == "")
		})
	}
}

// An appointment keeps whom it is with, also when it moves to what somebody holds.
func TestCheckWith(t *testing.T) {
	t.Parallel()
	const ok, invalid = linear.OK, linear.Invalid
	toHold := func(h *history, slot int, code linear.Code) *history {
		return h.add(linear.Op{Kind: linear.MoveToHold, Case: 1, Other: 2}, linear.Answer{
			Code: code, Row: linear.Row{Slot: slot, State: linear.Booked, Version: 2, Sequence: 1},
		})
	}
	booked := func() *history { return new(history).book(1, 0, ok) }
	for name, test := range map[string]struct {
		history *history
		want    linear.Verdict
	}{
		"moved to the same":            {booked().move(1, 1, 2, ok), linear.Linearizable},
		"moved to another":             {booked().move(1, 2, 2, ok), linear.Violated},
		"refused another":              {booked().move(1, 2, 2, invalid), linear.Linearizable},
		"refused the same":             {booked().move(1, 1, 2, invalid), linear.Violated},
		"refused another as taken":     {booked().book(2, 2, ok).move(1, 2, 2, linear.Taken), linear.Violated},
		"moved to a hold with another": {toHold(booked().hold(2, 2, 1000), 2, ok), linear.Violated},
		"refused a hold with another":  {toHold(booked().hold(2, 2, 1000), 2, invalid), linear.Linearizable},
		"refused a hold with the same": {toHold(new(history).book(1, 2, ok).hold(2, 2, 1000), 2, invalid), linear.Violated},
		"refused a hold of several":    {toHold(new(history).book(1, 2, ok).several(2, []int{0, 2}, ok), 2, invalid), linear.Linearizable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := boardOfTwo()
			got, account := linear.Check(b, test.history.events, 10*time.Second)
			require.Equal(t, test.want, got, account)
		})
	}
}

// A contact has one open appointment, by a slot or a hold; when it is called off another one may be booked.
func TestCheckContacts(t *testing.T) {
	t.Parallel()
	const ok, open = linear.OK, linear.CallOpen
	row := func(slot int, version int64) linear.Row {
		return linear.Row{Slot: slot, State: linear.Booked, Version: version}
	}
	book := func(h *history, number, slot, contact int, code linear.Code) *history {
		return h.add(linear.Op{Kind: linear.Book, Case: number, Slots: []int{slot}, Contact: contact}, linear.Answer{Code: code, Row: row(slot, 1)})
	}
	bookHold := func(h *history, number, slot, contact int, code linear.Code) *history {
		return h.add(linear.Op{Kind: linear.BookHold, Case: number, Slots: []int{slot}, Contact: contact}, linear.Answer{Code: code, Row: row(slot, 2)})
	}
	first := func() *history { return book(new(history), 1, 0, 1, ok) }
	for name, test := range map[string]struct {
		history *history
		want    linear.Verdict
	}{
		"a second one":                {book(first(), 2, 2, 1, ok), linear.Violated},
		"a second one is refused":     {book(first(), 2, 2, 1, open), linear.Linearizable},
		"refused as taken":            {book(first(), 2, 1, 1, linear.Taken), linear.Violated},
		"somebody else":               {book(first(), 2, 2, 2, ok), linear.Linearizable},
		"somebody else is refused":    {book(first(), 2, 2, 2, open), linear.Violated},
		"nobody minds":                {book(first(), 2, 2, 0, ok), linear.Linearizable},
		"after it was called off":     {book(first().cancel(1, 2, ok), 2, 2, 1, ok), linear.Linearizable},
		"refused after that":          {book(first().cancel(1, 2, ok), 2, 2, 1, open), linear.Violated},
		"after it was moved":          {book(first().move(1, 2, 2, ok), 2, 0, 1, ok), linear.Violated},
		"by a hold":                   {bookHold(first().hold(2, 2, 1000), 2, 2, 1, ok), linear.Violated},
		"by a hold it is refused":     {bookHold(first().hold(2, 2, 1000), 2, 2, 1, open), linear.Linearizable},
		"the refusal leaves the hold": {first().hold(2, 2, 1000).add(linear.Op{Kind: linear.BookHold, Case: 2, Slots: []int{2}, Contact: 1}, linear.Answer{Code: open}).cancel(1, 2, ok).bookHold(2, 2, 2, ok), linear.Linearizable},
		"a lapsed hold":               {bookHold(first().hold(2, 2, 28), 2, 2, 1, open), linear.Violated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, account := linear.Check(board(), test.history.events, 10*time.Second)
			require.Equal(t, test.want, got, account)
		})
	}
}

// Calls that run side by side may take effect in any order.
func TestCheckSideBySide(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		second int64
		want   linear.Verdict
	}{{15, linear.Linearizable}, {21, linear.Violated}} {
		h := new(history)
		h.add(linear.Op{Kind: linear.Book, Case: 1, Slots: []int{0}, Call: 10, Return: 20}, linear.Answer{Code: linear.Taken})
		h.add(linear.Op{Kind: linear.Book, Case: 2, Slots: []int{0}, Call: test.second, Return: 30},
			linear.Answer{Code: linear.OK, Row: linear.Row{State: linear.Booked, Version: 1}})
		got, account := linear.Check(board(), h.events, 10*time.Second)
		require.Equal(t, test.want, got, account)
	}
}
