package domain

import (
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// concernClauses are those of the concerns: taken at all, with a training where one is asked for, and not together where
// that harms.
func concernClauses(n *Need) []Clause {
	var out []Clause
	together := n.Format == "COUPLE" || n.Format == "FAMILY"
	for _, code := range n.Concerns {
		name := concernWords(code)
		out = append(out, Clause{
			score.Clause{Rule: RuleConcern, None: []string{"excluded:" + string(code)}}, saying("Does not work with " + name + "."),
		})
		c, _ := vocabulary.Concern(string(code))
		if c.Competence {
			out = append(out, Clause{
				score.Clause{Rule: RuleCompetence, Any: []string{"competent:" + string(code)}}, saying("Is not trained for work with " + name + "."),
			})
		}
		if c.Alone && together {
			out = append(out, Clause{
				score.Clause{Rule: RuleContraindicated, Any: nobody()},
				saying("Where there is " + name + ", sessions together may do harm; each is seen alone."),
			})
		}
	}
	return out
}

func legalClauses(n *Need) []Clause {
	var out []Clause
	if n.unconsented() {
		out = append(out, Clause{
			score.Clause{Rule: RuleLegal, Any: nobody()}, saying("No consent of a parent or guardian is recorded: ask for it, and record it with the call."),
		})
	}
	if slices.Contains(n.Legal, Custody) || slices.Contains(n.Legal, Court) {
		out = append(out, Clause{score.Clause{Rule: RuleLegal, Any: []string{"court"}}, saying("Takes no clients with a custody dispute or a court order.")})
	}
	return out
}

// contraindicated reports whether the client asks for sessions together that would do harm.
func contraindicated(n *Need) bool {
	return slices.ContainsFunc(concernClauses(n), func(c Clause) bool { return c.Rule == RuleContraindicated })
}
