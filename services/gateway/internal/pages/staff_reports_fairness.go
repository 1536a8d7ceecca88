package pages

import (
	"fmt"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// fairTable is one dimension of the fairness report.
type fairTable struct {
	ID, Title string
	// Says is in a sentence what the table says of waits; empty: there are no two to compare.
	Says string
	Rows []fairRow
}

// fairRow is one group. What is empty is hidden.
type fairRow struct {
	Group                        string
	Clients, Wait, Fit, CheckIns string
	// Ranked is how many were ranked for the first time, and how long they are likely to wait.
	Ranked string
}

// Hidden reports whether nothing at all is told of the group.
func (r fairRow) Hidden() bool { return r.Clients == "" && r.Ranked == "" }

// dimensionTitles say in words by what clients are grouped.
func dimensionTitles() map[matchingv1.FairnessCell_Dimension]string {
	return map[matchingv1.FairnessCell_Dimension]string{
		matchingv1.FairnessCell_AGE_GROUP: "By age", matchingv1.FairnessCell_FORMAT: "By who takes part",
		matchingv1.FairnessCell_LANGUAGE: "By language", matchingv1.FairnessCell_PAYMENT: "By payment",
		matchingv1.FairnessCell_LOCATION_STATE: "By state", matchingv1.FairnessCell_SEVERITY: "By how badly off they are",
		matchingv1.FairnessCell_RISK: "By whether staff flagged a risk", matchingv1.FairnessCell_WISH: "By what they wish of the therapist",
	}
}

// fairTables are the dimensions in the report's order.
func fairTables(cells []*matchingv1.FairnessCell) []fairTable {
	var out []fairTable
	var longest, shortest *matchingv1.FairnessCell
	for _, c := range cells {
		if len(out) == 0 || out[len(out)-1].ID != c.GetDimension().String() {
			out = append(out, fairTable{ID: c.GetDimension().String(), Title: dimensionTitles()[c.GetDimension()]})
			longest, shortest = nil, nil
		}
		t := &out[len(out)-1]
		t.Rows = append(t.Rows, fairRowOf(c))
		if c.GetSuppressed() {
			continue
		}
		if longest == nil {
			longest, shortest = c, c
			continue
		}
		if c.GetWaitDays() > longest.GetWaitDays() {
			longest = c
		}
		if c.GetWaitDays() < shortest.GetWaitDays() {
			shortest = c
		}
		t.Says = waitsApart(shortest, longest)
	}
	return out
}

// waitsApart compares the groups that waited the longest and the shortest.
func waitsApart(shortest, longest *matchingv1.FairnessCell) string {
	if longest.GetWaitDays()-shortest.GetWaitDays() < 1 {
		return "The groups that are told of waited equally long, to the day."
	}
	return fmt.Sprintf("Longest wait: %s, %s days on average. Shortest: %s, %s.",
		groupWords(longest), dayCount(longest.GetWaitDays()), groupWords(shortest), dayCount(shortest.GetWaitDays()))
}

func fairRowOf(c *matchingv1.FairnessCell) fairRow {
	row := fairRow{Group: groupWords(c)}
	if !c.GetSuppressed() {
		row.Clients = fmt.Sprint(c.GetClients())
		row.Wait = fmt.Sprintf("%s; half within %s", dayCount(c.GetWaitDays()), dayCount(c.GetMedianWaitDays()))
		if c.Benefit != nil {
			row.Fit = fmt.Sprintf("%s; the first had %s more", pointWords(c.GetBenefit()), pointWords(c.GetRegret()))
		}
		if c.GetCheckIns() > 0 {
			row.CheckIns = fmt.Sprintf("%d; too few felt so, or did not, to say how many were low", c.GetCheckIns())
			if !c.GetLowFitSuppressed() {
				row.CheckIns = fmt.Sprintf("%d; %s low", c.GetCheckIns(), shareWords(c.GetLowFit()))
			}
		}
	}
	if c.GetRanked() > 0 {
		row.Ranked = fmt.Sprintf("%d; fewer than half have begun", c.GetRanked())
		if c.LikelyWaitDays != nil {
			row.Ranked = fmt.Sprintf("%d; half begin within %s days", c.GetRanked(), dayCount(c.GetLikelyWaitDays()))
		}
	}
	return row
}

// groupWords names a group; codes of states, and of languages that are less common, stay codes.
func groupWords(c *matchingv1.FairnessCell) string {
	switch d := c.GetDimension(); {
	case c.GetGroup() == "NOT_SAID":
		return words(c.GetGroup())
	case d == matchingv1.FairnessCell_LANGUAGE:
		return labelOf(callForm{}.LanguageChoices(), c.GetGroup())
	case d == matchingv1.FairnessCell_LOCATION_STATE:
		return c.GetGroup()
	case c.GetGroup() == "LGBTQ_AFFIRMING":
		return "LGBTQ+ affirming"
	}
	return words(c.GetGroup())
}

// dayCount is a number of days to the tenth.
func dayCount(days float64) string { return fmt.Sprintf("%.1f", days) }
