package fhir

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// parameters are the input of an operation, by name. R4 lets a sender add elements; those are passed over. A parameter
// that is not known is refused: it would have asked for something.
type parameters map[string]value

// value is a parameter's value, of exactly one of the types that our operations take.
type value struct {
	dateTime   string
	text       string
	reference  *Reference
	identifier *Identifier
}

// input is the part of a Parameters resource that is read.
type input struct {
	ResourceType string `json:"resourceType"`
	Parameter    []struct {
		Name            string      `json:"name"`
		ValueDate       *string     `json:"valueDate"`
		ValueDateTime   *string     `json:"valueDateTime"`
		ValueInstant    *string     `json:"valueInstant"`
		ValueString     *string     `json:"valueString"`
		ValueID         *string     `json:"valueId"`
		ValueUUID       *string     `json:"valueUuid"`
		ValueReference  *Reference  `json:"valueReference"`
		ValueIdentifier *Identifier `json:"valueIdentifier"`
	} `json:"parameter"`
}

// parameter is how an operation's parameter is spoken of in R4.
func parameter(name string) string { return "Parameters.parameter.where(name='" + name + "')" }

// readParameters reads a Parameters resource that holds none but the known parameters, each at most once.
func readParameters(body []byte, known ...string) (parameters, error) {
	var in input
	if err := decode(body, &in); err != nil {
		return nil, err
	}
	if in.ResourceType != "Parameters" {
		return nil, errs.Invalid(errs.Field("Parameters", "the body must be a Parameters resource"))
	}
	out := parameters{}
	var wrong []errs.Violation
	for _, p := range in.Parameter {
		at := parameter(p.Name)
		_, twice := out[p.Name]
		v, n := value{reference: p.ValueReference, identifier: p.ValueIdentifier}, 0
		for _, given := range []*string{p.ValueDate, p.ValueDateTime, p.ValueInstant} {
			if given != nil {
				v.dateTime, n = *given, n+1
			}
		}
		for _, given := range []*string{p.ValueString, p.ValueID, p.ValueUUID} {
			if given != nil {
				v.text, n = *given, n+1
			}
		}
		if v.reference != nil {
			n++
		}
		if v.identifier != nil {
			n++
		}
		switch {
		case !slices.Contains(known, p.Name):
			wrong = append(wrong, errs.Field("Parameters.parameter", "takes "+strings.Join(known, ", ")+" and no other"))
		case twice:
			wrong = append(wrong, errs.Field(at, "may be given once"))
		case n != 1:
			wrong = append(wrong, errs.Field(at, "must have one value, of the parameter's type"))
		default:
			out[p.Name] = v
		}
	}
	if len(wrong) > 0 {
		return nil, errs.Invalid(wrong...)
	}
	return out, nil
}

// decode reads one JSON object.
func decode(body []byte, into any) error {
	if !utf8.Valid(body) {
		return errs.Invalid(errs.Field("Parameters", "must be in UTF-8"))
	}
	err := json.Unmarshal(body, into)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		field := "Parameters"
		if path := clip(wrong.Field); path != "" {
			field += "." + path
		}
		return errs.Invalid(errs.Field(field, "must not be a JSON "+wrong.Value[:min(len(wrong.Value), 20)]))
	}
	if err != nil {
		return errs.Invalid(errs.Field("Parameters", "the body is no JSON")).Wrap(err)
	}
	return nil
}
