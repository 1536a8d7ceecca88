// Package rpc is matching's edge: it reads requests into the domain's words, calls one use case and writes its answer.
package rpc

import (
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Collections of resource names.
const (
	therapists = "therapists/"
	providers  = "providers/"
	decisions  = "decisions/"
	proposals  = "proposals/"
	pairings   = "pairings/"
	inquiries  = "inquiries/"
	plans      = "plans/"
	measures   = "measures/"
	checkIns   = "checkIns/"
	sites      = "sites/"
)

// parse returns the bare id of a resource name, or an error on field.
func parse(field, collection, name string) (string, error) {
	bare, ok := strings.CutPrefix(name, collection)
	if !ok || !id.Valid(bare) {
		return "", errs.Invalid(errs.Field(field, "must be a name such as "+collection+"{id}"))
	}
	return bare, nil
}
