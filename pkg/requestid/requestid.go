// Package requestid carries the id that ties together everything done for one request, in every process.
package requestid

import "context"

// Header is the HTTP header and the gRPC metadata key of the request id.
const Header = "x-request-id"

const maxLength = 64

type key struct{}

// With returns a context that carries the request id.
func With(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// From returns the request id of ctx, or "" when it has none.
func From(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

// Valid reports whether id may be taken over from a caller: 1 to 64 letters, digits, dashes, dots and underscores,
// so that it can be stored and logged as it is.
func Valid(id string) bool {
	if id == "" || len(id) > maxLength {
		return false
	}
	for i := range len(id) {
		c := id[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return true
}
