package rpc

import (
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// The collections of resource names.
const (
	appointments = "appointments/"
	providers    = "providers/"
	rooms        = "rooms/"
	sites        = "sites/"
	inquiries    = "inquiries/"
	exceptions   = "exceptions/"
	seriesNames  = "series/"
)

// schedulePart ends the name of a provider's schedule.
const schedulePart = "/schedule"

// bare returns the id in a resource name of the collection.
func bare(collection, name string) (string, bool) {
	id, ok := strings.CutPrefix(name, collection)
	return id, ok && id != "" && !strings.Contains(id, "/")
}

// existing is bare for a resource that is asked for by name: a malformed name names nothing.
func existing(collection, name string) (string, error) {
	id, ok := bare(collection, name)
	if !ok {
		return "", domain.ErrNotFound
	}
	return id, nil
}

// optional is bare for a field that may be empty.
func optional(collection, name, field string) (string, error) {
	if name == "" {
		return "", nil
	}
	id, ok := bare(collection, name)
	if !ok {
		return "", errs.Invalid(errs.Field(field, "must be a name "+collection+"{id}"))
	}
	return id, nil
}

// full returns the resource name of an id, "" for none.
func full(collection, id string) string {
	if id == "" {
		return ""
	}
	return collection + id
}
