package pages

import (
	"slices"

	"google.golang.org/protobuf/proto"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// blankRows is how many empty rows a list ends with: there is no script to add one.
const blankRows = 2

// wishRow is a wish about the therapist without a field of its own. Value is such as FAITH:QUAKER, "" in an empty row.
type wishRow struct{ Value, Strength, Avoid string }

// timeRow is a weekly window that is not in the table; Day is "" in an empty row.
type timeRow struct{ Day, From, To, Strength string }

// conflictRow is a therapist who must not see the client; Therapist is "" in an empty row.
type conflictRow struct{ Therapist, Kind string }

// reviseRows applies what was done to the rows that show some of a list, those in the places at: what stands in a row as it was
// shown stays; an emptied row goes.
func reviseRows[T any, R comparable](next []T, at []int, shown, rows []R, change func(was T, to R) T, add func(R) T) []T {
	var empty R
	var none T
	for i, row := range rows {
		switch {
		case i < len(at) && row == shown[i]:
		case i < len(at) && row == empty:
			next[at[i]] = none
		case i < len(at):
			next[at[i]] = change(next[at[i]], row)
		case row != empty:
			next = append(next, add(row))
		}
	}
	return next
}

// withBlanks are the rows with empty ones at the end; those that were shown keep their places.
func withBlanks[R comparable](rows []R, shown int) []R {
	var empty R
	for len(rows) > shown && rows[len(rows)-1] == empty {
		rows = rows[:len(rows)-1]
	}
	return append(slices.Clone(rows), make([]R, blankRows)...)
}

// used reports whether any row is filled in.
func used[R comparable](rows []R) bool {
	var empty R
	return slices.ContainsFunc(rows, func(r R) bool { return r != empty })
}

// readRows reads the rows of a list from its columns; the first column of an empty row is empty.
func readRows[R any](keys []string, row func(i int) R) []R {
	out := make([]R, len(keys))
	for i, key := range keys {
		if key != "" {
			out[i] = row(i)
		}
	}
	return out
}

// column is the value of a row in a column; "" where it has none.
func column(values []string, i int) string {
	if i < len(values) {
		return values[i]
	}
	return ""
}

// conflictRows are the therapists whom the client must not meet, a row each.
func conflictRows(conflicts []*typev1.Conflict) []conflictRow {
	var rows []conflictRow
	for _, c := range conflicts {
		rows = append(rows, conflictRow{c.GetTherapist(), known(c.GetKind().String())})
	}
	return rows
}

// conflicts changes the therapists whom the client must not meet, where that was changed.
func (f callForm) conflicts(now []*typev1.Conflict, was callForm) []*typev1.Conflict {
	before := f.Known.GetNeed().GetConflicts()
	at := make([]int, len(before))
	for i := range at {
		at[i] = i
	}
	row := func(r conflictRow) *typev1.Conflict {
		return &typev1.Conflict{Therapist: r.Therapist, Kind: typev1.Conflict_Kind(typev1.Conflict_Kind_value[r.Kind])}
	}
	next := reviseRows(slices.Clone(before), at, was.Conflicts, f.Conflicts, func(was *typev1.Conflict, to conflictRow) *typev1.Conflict {
		out := proto.CloneOf(was)
		out.Therapist, out.Kind = to.Therapist, row(to).GetKind()
		return out
	}, row)
	return revise(now, before, next)
}
