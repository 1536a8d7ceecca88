package domain

import (
	"cmp"
	"fmt"
	"slices"
)

// part is a stretch of the week, one of those the front desk asks for: seven days in three parts each.
type part struct {
	day, name string
	window    Window
}

// parts are the 21, Monday morning first; the hours are policy, those of the console's form. They are not to be written to.
var parts = weekParts()

func weekParts() []part {
	var out []part
	for _, day := range []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"} {
		for _, p := range [][3]string{{"MORNING", "08:00", "12:00"}, {"AFTERNOON", "12:00", "17:00"}, {"EVENING", "17:00", "21:00"}} {
			out = append(out, part{day, p[0], Window{day, p[1], p[2]}})
		}
	}
	return out
}

// partWindows are the windows of the parts, in their order.
func partWindows() []Window {
	out := make([]Window, len(parts))
	for i := range parts {
		out[i] = parts[i].window
	}
	return out
}

// maxDayParts bounds how many stretches of the week are suggested. Policy: more are not read aloud.
const maxDayParts = 3

// otherTimes says which parts of the week would add therapists for the need, where it insists on certain times: the best,
// by what scheduling says of each therapist. before is how many fit as it is.
func (v *view) otherTimes(need *Need, key string, before int, with *variant) []Counterfactual {
	if !requiredTimes(need) || len(v.in.Parts[key]) == 0 {
		return nil
	}
	a := v.ask(need)
	gains := make([]int32, len(parts))
	for i := range v.in.Therapists {
		open := v.in.Parts[key][v.in.Therapists[i].ID]
		if open == 0 || !v.fits(a, i) {
			continue
		}
		for p := range parts {
			gains[p] += int32(open >> p & 1) //nolint:gosec // a bit
		}
	}
	var out []Counterfactual
	for p := range parts {
		if n := gains[p] - int32(before); n > 0 { //nolint:gosec // a count of people
			c := Counterfactual{
				Change: "ADD_" + parts[p].day + "_" + parts[p].name, Gains: n, Rules: []string{NoOpening}, Window: &parts[p].window,
			}
			what := fmt.Sprintf("A %s %s", titled(parts[p].day), plain(parts[p].name))
			if with != nil {
				c.Change, what, c.Rules = with.change+"+"+c.Change, together(with.what, what), append(slices.Clone(with.rules), NoOpening)
			}
			c.Text = more(what, n)
			if v.in.Pool != nil && v.in.Pool.Fitting > len(v.in.Therapists) { // others were not asked
				c.Text = atLeast(what, n)
			}
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Counterfactual) int { return cmp.Compare(b.Gains, a.Gains) })
	return out[:min(len(out), maxDayParts)]
}
