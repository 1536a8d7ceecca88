package domain

import (
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Filter is what a list is narrowed down by: every group must hold, and a group holds when one of its terms does (AIP-160
// binds OR tighter than AND).
type Filter [][]Term

// Term compares a field with a value for equality.
type Term struct{ Field, Value string }

// Fields a list may be filtered by.
const (
	FieldState     = "state"
	FieldOrigin    = "origin"
	FieldTherapist = "therapist"
	FieldRiskAlert = "risk_alert"
)

// ParseFilter reads such as: state = NEW OR state = UNREACHED AND risk_alert = true. Anything else is an INVALID_FIELDS
// error on the field filter.
func ParseFilter(text string) (Filter, error) {
	words, ok := filterWords(text)
	if !ok {
		return nil, badFilter("a quoted value does not end")
	}
	if len(words) == 0 {
		return nil, nil
	}
	var filter Filter
	var group []Term
	for len(words) > 0 {
		if len(words) < 3 || words[1] != "=" {
			return nil, badFilter("must be comparisons such as state = NEW, joined by AND or OR")
		}
		term, err := newTerm(words[0], words[2])
		if err != nil {
			return nil, err
		}
		group = append(group, term)
		words = words[3:]
		switch {
		case len(words) == 0:
		case len(words) == 1:
			return nil, badFilter("must not end with AND or OR")
		case words[0] == "AND":
			filter, group = append(filter, group), nil
			words = words[1:]
		case words[0] == "OR":
			words = words[1:]
		default:
			return nil, badFilter("comparisons must be joined by AND or OR")
		}
	}
	return append(filter, group), nil
}

func newTerm(field, value string) (Term, error) {
	if field == "riskAlert" {
		field = FieldRiskAlert
	}
	switch field {
	case FieldState:
		if !slices.Contains(States(), State(value)) {
			return Term{}, badFilter("there is no such state")
		}
	case FieldRiskAlert:
		if value != "true" && value != "false" {
			return Term{}, badFilter("risk_alert is true or false")
		}
	case FieldOrigin, FieldTherapist:
	default:
		return Term{}, badFilter("fields are state, origin, therapist and risk_alert")
	}
	return Term{field, value}, nil
}

// filterWords splits at spaces, around = and at quotes.
func filterWords(text string) (words []string, ok bool) {
	for {
		text = strings.TrimLeft(text, " \t")
		switch {
		case text == "":
			return words, true
		case text[0] == '=':
			words, text = append(words, "="), text[1:]
		case text[0] == '"':
			end := strings.IndexByte(text[1:], '"')
			if end < 0 {
				return nil, false
			}
			words, text = append(words, text[1:1+end]), text[2+end:]
		default:
			end := strings.IndexAny(text, " \t=\"")
			if end < 0 {
				end = len(text)
			}
			words, text = append(words, text[:end]), text[end:]
		}
	}
}

func badFilter(description string) error { return errs.Invalid(errs.Field("filter", description)) }
